import type { BoardPlan, SplitReply } from '@karavan/contracts';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../../api/client.ts';
import { problemWords } from '../../../api/problem-words.ts';
import { clockTime } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { Failure, PageState } from '../../../ui/PageState.tsx';
import { useTitle } from '../../../ui/use-title.ts';
import { Waiting } from '../../../ui/Waiting.tsx';
import { dayHead } from '../board/board-days.ts';
import { Reasons } from '../board/Reasons.tsx';
import { Proof, Totals } from '../board/Summary.tsx';
import { useCreatePlan } from '../board/use-plans.ts';
import type { Asked } from './asked.ts';
import { SplitForm } from './SplitForm.tsx';
import { useRoad } from './use-road.ts';
import '../board/board.css';

/** One order over days and trucks: ask, see the proof or what stands in the way, open it as a board. */
export default function SplitPage() {
  const { t } = useFormat();
  const road = useRoad();
  const [asked, setAsked] = useState<Asked | null>(null);
  const answer = useMutation({ mutationFn: ({ request }: Asked) => call('planSplit', { body: request }) });
  const ask = (next: Asked) => {
    setAsked(next);
    answer.mutate(next);
  };
  useTitle(t('plan.board.split.title'));
  return (
    <section aria-labelledby="split-title">
      <h1 id="split-title">{t('plan.board.split.title')}</h1>
      <p className="kv-note">{t('plan.board.split.intro')}</p>
      {road.isPending && <Waiting />}
      {road.isError && <Failure error={road.error} retry={road.retry} />}
      {road.data?.network.version === 0 && (
        <PageState title={t('plan.board.split.noNetwork')} hint={t('plan.board.split.noNetworkHint')} />
      )}
      {road.data && (
        <div className="kv-plan-columns">
          <SplitForm road={road.data} isAsking={answer.isPending} onAsk={ask} />
          <div aria-live="polite" aria-busy={answer.isPending}>
            {asked === null && <p className="kv-note">{t('plan.board.split.empty')}</p>}
            {answer.isPending && <p className="kv-note">{t('plan.board.actions.solving')}</p>}
            {answer.isError && (
              <p className="kv-late" role="alert">
                {problemWords(answer.error, t)}
              </p>
            )}
            {asked && answer.data && <SplitAnswer asked={asked} reply={answer.data} onAsk={ask} />}
          </div>
        </div>
      )}
    </section>
  );
}

interface AnswerProps {
  asked: Asked;
  reply: SplitReply;
  onAsk: (next: Asked) => void;
}

function SplitAnswer({ asked, reply, onAsk }: AnswerProps) {
  const { t, tonnes, language } = useFormat();
  return (
    <div data-testid="split-answer">
      <Totals totals={reply} />
      <p className="kv-note" data-testid="proof">
        <Proof proof={reply.proof} />
      </p>
      <ul>
        {reply.days.map((day) => (
          <li key={day.date}>
            {dayHead(day.date, language)}:{' '}
            {t('plan.board.brought', { brought: tonnes(day.deliveredKg), asked: tonnes(day.demandKg) })}
            {day.why !== undefined && <span className="kv-note">{day.why}</span>}
          </li>
        ))}
      </ul>
      <Reasons
        key={JSON.stringify(asked.request.site) + reply.cost}
        reasons={reply.reasons}
        request={asked.request}
        isShort={reply.unmetKg > 0}
        onApply={(request) => onAsk({ ...asked, request })}
      />
      <OpenAsBoard asked={asked} />
      <TripTable reply={reply} zone={asked.request.site.receiving.timeZone} />
    </div>
  );
}

/** The plan is made on the server with the question as it stands here, whatever was changed in it. */
function OpenAsBoard({ asked }: { asked: Asked }) {
  const { t } = useFormat();
  const navigate = useNavigate();
  const create = useCreatePlan();
  const open = async () => {
    const { order, request } = asked;
    const plan = await create.mutateAsync(order === null ? { request } : { order });
    const params = { id: plan.id };
    const changed =
      order === null ? plan : ((await call('changePlan', { params, body: { revision: plan.revision, request } })) as BoardPlan);
    await call('solvePlan', { params, body: { revision: changed.revision } });
    void navigate(`/plan/board/${plan.id}`);
  };
  const opening = useMutation({ mutationFn: open });
  return (
    <p>
      <Button disabled={opening.isPending} onClick={() => opening.mutate()}>
        {t('plan.board.split.open')}
      </Button>
      <span className="kv-note"> {t('plan.board.split.openNote')}</span>
      {opening.isError && <span className="kv-late"> {problemWords(opening.error, t)}</span>}
    </p>
  );
}

function TripTable({ reply, zone }: { reply: SplitReply; zone: string }) {
  const { t, tonnes, language } = useFormat();
  const at = (instant: string, date: string) => `${dayHead(date, language)} ${clockTime(instant, { language, zone })}`;
  const clock = (instant: string) => clockTime(instant, { language, zone });
  return (
    <div className="kv-grid-scroll">
      <table className="kv-changes" aria-label={t('plan.board.split.trips')}>
        <thead>
          <tr>
            {(['truck', 'mass', 'load', 'unload', 'back'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`plan.board.split.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reply.trips.map((trip) => (
            <tr key={`${trip.vehicleId} ${trip.loadFrom}`}>
              <th scope="row">{trip.vehicleId}</th>
              <td>{tonnes(trip.massKg)}</td>
              <td>{clock(trip.loadFrom)}</td>
              <td>{at(trip.unloadFrom, trip.date)}</td>
              <td>{clock(trip.backAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
