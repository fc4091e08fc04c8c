import type { BoardPlan, PlanSearch, PlanSearchProgress } from '@karavan/contracts';
import { Button, Modal, Progress } from '@mantine/core';
import { useState } from 'react';
import { problemWords } from '../../../api/problem-words.ts';
import { useFormat } from '../../../format/use-format.ts';
import { TripChanges } from './Changes.tsx';
import { Proof, Totals, useCost } from './Summary.tsx';
import type { Actions } from './use-board.ts';
import { useSearch } from './use-search.ts';

const SECONDS = 30;

interface SearchProps {
  plan: BoardPlan;
  actions: Actions;
}

/** A long search beside the board: how it stands, a way to end it, and what it found beside the draft. */
export function Search({ plan, actions }: SearchProps) {
  const { t } = useFormat();
  const { search, isUnderWay, start, cancel } = useSearch(plan);
  const error = start.error ?? cancel.error;
  return (
    <section className="kv-board-part kv-search" aria-labelledby="search-title" data-testid="plan-search">
      <h2 id="search-title">{t('plan.board.search.title')}</h2>
      <p className="kv-note">{t('plan.board.search.about')}</p>
      {search !== null && <Standing search={search} />}
      {isUnderWay ? (
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('plan.board.search.cancel')}
        </Button>
      ) : (
        <Button
          variant="default"
          loading={start.isPending}
          disabled={actions.working !== null}
          onClick={() => start.mutate(SECONDS)}
        >
          {t('plan.board.search.start', { seconds: SECONDS })}
        </Button>
      )}
      {error !== null && (
        <p className="kv-late" role="alert">
          {problemWords(error, t)}
        </p>
      )}
      {search !== null && !isUnderWay && <Outcome plan={plan} search={search} actions={actions} />}
    </section>
  );
}

function Standing({ search }: { search: PlanSearch }) {
  const { t, number } = useFormat();
  const { status, seconds, secondsRun, best } = search;
  const isRunning = status === 'queued' || status === 'running';
  return (
    <>
      {isRunning && (
        <Progress
          value={Math.min(100, (secondsRun / seconds) * 100)}
          aria-label={t('plan.board.search.title')}
          animated={status === 'running'}
        />
      )}
      <p aria-live="polite" data-testid="search-status">
        {t(`plan.board.search.status.${status}`)}
        {status === 'running' && ` ${t('plan.board.search.time', { run: number(secondsRun, 0), of: seconds })}`}
      </p>
      {best !== null && <Best best={best} first={search.first} />}
    </>
  );
}

function Best({ best, first }: { best: PlanSearchProgress; first: PlanSearchProgress | null }) {
  const { t } = useFormat();
  const line = useProgressLine();
  const isBetter = first !== null && line(first) !== line(best);
  return (
    <dl className="kv-search-values">
      {isBetter && (
        <div>
          <dt>{t('plan.board.search.first')}</dt>
          <dd>{line(first)}</dd>
        </div>
      )}
      <div>
        <dt>{t('plan.board.search.best')}</dt>
        <dd data-testid="search-best">
          {line(best)} · <Proof proof={best.proof} />
        </dd>
      </div>
    </dl>
  );
}

function useProgressLine(): (value: PlanSearchProgress) => string {
  const { t, tonnes, number } = useFormat();
  const costWords = useCost();
  return ({ unmetKg, lateKgDays, tripsCount, cost }) =>
    [
      unmetKg > 0 ? t('plan.board.unmet', { mass: tonnes(unmetKg) }) : t('plan.board.allMet'),
      ...(lateKgDays > 0 ? [t('plan.board.late', { value: number(lateKgDays / 1000, 1) })] : []),
      t('plan.board.trips', { count: tripsCount }),
      t('plan.board.cost', { cost: costWords(cost) }),
    ].join(' · ');
}

/** Old and new side by side; the draft changes by a click alone, and only while it is the draft the search began with. */
function Outcome({ plan, search, actions }: SearchProps & { search: PlanSearch }) {
  const { t } = useFormat();
  const [isShown, setShown] = useState(false);
  const { proposal } = search;
  if (proposal === null) return null;
  const isSame = proposal.changes.every(({ kind }) => kind === 'same');
  if (isSame) return <p className="kv-note">{t('plan.board.search.same')}</p>;
  if (search.revision !== plan.revision) return <p className="kv-note">{t('plan.board.search.stale')}</p>;
  const take = async () => {
    if ((await actions.take(proposal)) !== null) setShown(false);
  };
  return (
    <>
      <Button onClick={() => setShown(true)}>{t('plan.board.search.show')}</Button>
      {isShown && (
        <Modal
          opened
          onClose={() => setShown(false)}
          title={t('plan.board.search.title')}
          size="lg"
          zIndex={2500}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <Totals totals={proposal} />
          <p className="kv-note">
            <Proof proof={proposal.proof} />
          </p>
          <TripChanges changes={proposal.changes} zone={plan.request.site.receiving.timeZone} />
          <div className="kv-board-tools">
            <Button disabled={actions.working !== null} onClick={() => void take()}>
              {t('plan.board.event.take')}
            </Button>
            <Button variant="default" onClick={() => setShown(false)}>
              {t('plan.board.event.drop')}
            </Button>
          </div>
        </Modal>
      )}
    </>
  );
}
