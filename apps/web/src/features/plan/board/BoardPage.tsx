import { DndContext, DragOverlay } from '@dnd-kit/core';
import type { BoardChange, BoardPlan, BoardTrip } from '@karavan/contracts';
import { Button, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useFormat } from '../../../format/use-format.ts';
import { Failure } from '../../../ui/PageState.tsx';
import { useTitle } from '../../../ui/use-title.ts';
import { Waiting } from '../../../ui/Waiting.tsx';
import { dayHead, daysOf, marksOf } from './board-days.ts';
import { AgainstPublished } from './Changes.tsx';
import { type BoardView, Grid } from './Grid.tsx';
import { PromiseAside } from './PromiseAside.tsx';
import { Reasons } from './Reasons.tsx';
import { Replan } from './Replan.tsx';
import { ProofLine, Totals } from './Summary.tsx';
import { TripFace } from './TripCard.tsx';
import { AddTrip, TripPanel } from './TripPanel.tsx';
import { type Actions, useActions, usePlan } from './use-board.ts';
import { reasonWords, useDrag } from './use-drag.ts';
import { useDeletePlan } from './use-plans.ts';
import './board.css';

/** A week is what fits side by side; a hundred days are leafed through. */
const DAYS_SHOWN = 7;

export default function BoardPage() {
  const { id = '' } = useParams();
  const { t } = useFormat();
  const plan = usePlan(id);
  useTitle(plan.data?.name, t('plan.board.title'));
  if (plan.isPending) return <Waiting />;
  if (plan.data === undefined) return <Failure error={plan.error} retry={() => void plan.refetch()} />;
  return <Board plan={plan.data} />;
}

function Board({ plan }: { plan: BoardPlan }) {
  const { t, language } = useFormat();
  const actions = useActions(plan);
  const isNarrow = useMediaQuery('(max-width: 700px)') === true;
  const [wanted, setView] = useState<BoardView>('trucks');
  const view = isNarrow ? 'list' : wanted;
  const allDays = useMemo(() => daysOf(plan), [plan]);
  const [first, setFirst] = useState(0);
  const days = allDays.slice(first, first + DAYS_SHOWN);
  const [chosenId, setChosen] = useState<string | null>(null);
  const chosen = plan.trips.find(({ id }) => id === chosenId);
  const drag = useDrag({ actions, view, days });
  const zone = plan.request.site.receiving.timeZone;
  const change = (one: BoardChange) => {
    const verdict = actions.apply(one);
    drag.refuse(verdict.ok ? [] : verdict.reasons);
  };
  useUndoKeys(actions);
  const cards = {
    zone,
    marks: useMemo(() => marksOf(plan), [plan]),
    chosen: chosenId,
    broken: useMemo(() => new Set(plan.violations.flatMap(({ tripIds }) => tripIds)), [plan]),
    onOpen: (id: string) => setChosen((held) => (held === id ? null : id)),
    onLock: (trip: BoardTrip) => change({ kind: 'lock', tripId: trip.id, locked: trip.locked !== true }),
  };
  return (
    <section className="kv-board" aria-labelledby="board-title">
      <BoardHead plan={plan} />
      <Totals totals={plan} />
      <ProofLine plan={plan} />
      {plan.violations.length > 0 && (
        <div className="kv-late" data-testid="violations">
          <p>{t('plan.board.violations')}</p>
          <ul>
            {plan.violations.map(({ code, message, tripIds }) => (
              <li key={`${code} ${tripIds.join()} ${message.en}`}>{message[language]}</li>
            ))}
          </ul>
        </div>
      )}
      <Toolbar plan={plan} actions={actions} days={allDays} />
      <div className="kv-board-tools">
        {!isNarrow && (
          <SegmentedControl
            aria-label={t('plan.board.view.label')}
            data={(['trucks', 'bays', 'list'] as const).map((value) => ({ value, label: t(`plan.board.view.${value}`) }))}
            value={wanted}
            onChange={(value) => setView(value as BoardView)}
          />
        )}
        {allDays.length > DAYS_SHOWN && <WeekPager days={allDays} first={first} onFirst={setFirst} />}
      </div>
      <p className="kv-legality" data-may={drag.over?.may} aria-hidden="true" data-testid="legality">
        {drag.over !== null && !drag.over.may && reasonWords(drag.over.reasons, language)}
      </p>
      <div role="alert">
        {drag.refusal.length > 0 && (
          <p className="kv-late kv-refusal" data-testid="refusal">
            <strong>{t('plan.board.refused')}</strong> {reasonWords(drag.refusal, language)}{' '}
            <button type="button" className="kv-link" onClick={drag.forget}>
              {t('plan.board.panel.close')}
            </button>
          </p>
        )}
      </div>
      <div className="kv-board-body">
        <DndContext {...drag.context}>
          <div className="kv-board-main">
            <Grid plan={plan} view={view} days={days} over={drag.over} cards={cards} />
            <p className="kv-note">{t('plan.board.trip.keys')}</p>
          </div>
          <DragOverlay dropAnimation={null}>
            {drag.trip && (
              <div className="kv-trip kv-trip-held" data-may={drag.over?.may}>
                <TripFace trip={drag.trip} zone={zone} mark="none" showsTruck />
              </div>
            )}
          </DragOverlay>
        </DndContext>
        <aside className="kv-board-aside">
          {chosen && (
            <TripPanel
              key={`${chosen.id} ${plan.revision}`}
              plan={plan}
              trip={chosen}
              mostKg={actions.mostKg(chosen.vehicleId, chosen.date)}
              days={allDays}
              onChange={change}
              onClose={() => setChosen(null)}
            />
          )}
          <Side plan={plan} actions={actions} days={allDays} onChange={change} />
        </aside>
      </div>
    </section>
  );
}

function BoardHead({ plan }: { plan: BoardPlan }) {
  const { t } = useFormat();
  const changes = [...marksOf(plan).values()].filter((mark) => mark === 'added' || mark === 'moved').length;
  return (
    <header className="kv-board-head">
      <div>
        <Link to="/plan/board" className="kv-back">
          ← {t('plan.board.all')}
        </Link>
        <h1 id="board-title">{plan.name}</h1>
        <p className="kv-note">
          <strong data-testid="board-status">{t(`plan.board.status.${plan.status}`)}</strong>
          {plan.status === 'published' && changes > 0 && ` · ${t('plan.board.changes', { count: changes })}`}
          {plan.customer !== null && ` · ${plan.customer}`}
          {plan.askedBy !== null && (
            <span className="kv-risk"> · {t('plan.board.asked', { name: plan.customer ?? plan.askedBy })}</span>
          )}
          {plan.published?.shipments.map(({ shipmentId, number }) => (
            <span key={shipmentId}>
              {' · '}
              <Link to={`/s/${shipmentId}`}>{number}</Link>
            </span>
          ))}
        </p>
      </div>
    </header>
  );
}

function Toolbar({ plan, actions, days }: { plan: BoardPlan; actions: Actions; days: readonly string[] }) {
  const { t } = useFormat();
  const navigate = useNavigate();
  const remove = useDeletePlan();
  const [isReplanning, setReplanning] = useState(false);
  const { working } = actions;
  const isBusy = working !== null && working !== 'editPlan';
  const publish = async () => {
    if (!window.confirm(t('plan.board.publishSure'))) return;
    if ((await actions.publish()) !== null) notifications.show({ message: t('plan.board.published'), withBorder: true });
  };
  const away = () => {
    if (window.confirm(t('plan.board.removeSure'))) remove.mutate(plan.id, { onSuccess: () => void navigate('/plan/board') });
  };
  const step = (what: BoardPlan['undo']) => (what === null ? '' : `: ${t(`plan.board.steps.${what}`)}`);
  return (
    <div className="kv-board-tools" role="toolbar" aria-label={plan.name}>
      <Button disabled={isBusy} variant={plan.trips.length === 0 ? 'filled' : 'default'} onClick={() => void actions.solve()}>
        {plan.solved === null ? t('plan.board.actions.solve') : t('plan.board.actions.solveAgain')}
      </Button>
      <Button variant="default" disabled={isBusy || plan.undo === null} onClick={() => void actions.undo(false)}>
        {t('plan.board.actions.undo')}
        {step(plan.undo)}
      </Button>
      <Button variant="default" disabled={isBusy || plan.redo === null} onClick={() => void actions.undo(true)}>
        {t('plan.board.actions.redo')}
        {step(plan.redo)}
      </Button>
      <Button variant="default" disabled={isBusy} onClick={() => setReplanning(true)}>
        {t('plan.board.actions.event')}
      </Button>
      <Button disabled={isBusy || plan.trips.length === 0 || plan.cargo === null} onClick={() => void publish()}>
        {plan.status === 'published' ? t('plan.board.actions.republish') : t('plan.board.actions.publish')}
      </Button>
      {plan.status === 'published' ? (
        <Button
          variant="default"
          disabled={isBusy}
          onClick={() => window.confirm(t('plan.board.unpublishSure')) && void actions.unpublish()}
        >
          {t('plan.board.actions.unpublish')}
        </Button>
      ) : (
        <Button variant="default" disabled={isBusy} onClick={away}>
          {t('plan.board.actions.remove')}
        </Button>
      )}
      <span className="kv-note" aria-live="polite">
        {isBusy && t('plan.board.actions.solving')}
      </span>
      {isReplanning && <Replan plan={plan} actions={actions} days={days} onClose={() => setReplanning(false)} />}
    </div>
  );
}

function WeekPager({ days, first, onFirst }: { days: readonly string[]; first: number; onFirst: (first: number) => void }) {
  const { t, language } = useFormat();
  const last = Math.max(0, days.length - DAYS_SHOWN);
  const shown = days.slice(first, first + DAYS_SHOWN);
  return (
    <div className="kv-board-tools">
      <Button variant="default" disabled={first === 0} onClick={() => onFirst(Math.max(0, first - DAYS_SHOWN))}>
        {t('plan.board.week.previous')}
      </Button>
      <span>
        {t('plan.board.week.of', { from: dayHead(shown[0] ?? '', language), to: dayHead(shown.at(-1) ?? '', language) })}
      </span>
      <Button variant="default" disabled={first >= last} onClick={() => onFirst(Math.min(last, first + DAYS_SHOWN))}>
        {t('plan.board.week.next')}
      </Button>
    </div>
  );
}

interface SideProps {
  plan: BoardPlan;
  actions: Actions;
  days: readonly string[];
  onChange: (change: BoardChange) => void;
}

function Side({ plan, actions, days, onChange }: SideProps) {
  const { t } = useFormat();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Reasons
        key={plan.revision}
        reasons={(plan.solved?.reasons ?? []).filter(({ code }) => code === 'region' || plan.unmetKg > 0 || plan.lateKgDays > 0)}
        request={plan.request}
        isShort={plan.solved !== null && plan.unmetKg > 0}
        onApply={(request) => void actions.ask(request)}
      />
      <AgainstPublished plan={plan} />
      <AddTrip plan={plan} days={days} onChange={onChange} />
      <button type="button" className="kv-link" aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
        {t('plan.board.actions.promise')}
      </button>
      {isAsking && <PromiseAside />}
    </>
  );
}

/** Ctrl+Z and Ctrl+Shift+Z, unless somebody types. */
function useUndoKeys(actions: Actions): void {
  const undo = useEffectEvent((redo: boolean) => void actions.undo(redo));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.code !== 'KeyZ' || !(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      undo(event.shiftKey);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
