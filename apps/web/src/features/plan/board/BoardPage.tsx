import { DndContext, DragOverlay } from '@dnd-kit/core';
import type { BoardChange, BoardPlan, BoardTrip } from '@karavan/contracts';
import { ActionIcon, Modal, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useFormat } from '../../../format/use-format.ts';
import { Failure } from '../../../ui/PageState.tsx';
import { useTitle } from '../../../ui/use-title.ts';
import { Waiting } from '../../../ui/Waiting.tsx';
import { dayHead, daysOf, marksOf } from './board-days.ts';
import { changesOf } from './Changes.tsx';
import { DayList } from './DayList.tsx';
import { busyTimes, closedDays } from './day-notes.ts';
import { type BoardView, Grid } from './Grid.tsx';
import { Outages } from './Outages.tsx';
import { doubtByDay, doubtKg, whyBroken } from './outages.ts';
import { Side } from './Side.tsx';
import { Refusal, StatusLine } from './StatusLine.tsx';
import { ProofLine, Totals } from './Summary.tsx';
import { Toolbar } from './Toolbar.tsx';
import { TripFace } from './TripCard.tsx';
import { TripPanel } from './TripPanel.tsx';
import { type Actions, useActions, usePlan } from './use-board.ts';
import { useDrag } from './use-drag.ts';
import { useKeepFocus } from './use-keep-focus.ts';
import { Stranded, Violations } from './Violations.tsx';
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
  const change = (one: BoardChange): boolean => {
    const verdict = actions.apply(one);
    drag.refuse(verdict.ok ? [] : verdict.reasons);
    return verdict.ok;
  };
  const section = useRef<HTMLElement>(null);
  const keepFocus = useKeepFocus(
    section,
    `${plan.revision} ${view} ${first} ${plan.trips.map(({ id, date }) => id + date).join()}`,
  );
  useUndoKeys(actions);
  const cards = {
    zone,
    marks: useMemo(() => marksOf(plan), [plan]),
    chosen: chosenId,
    handedOver: useMemo(() => new Map(plan.handedOver.map(({ tripId, plate }) => [tripId, plate])), [plan]),
    broken: useMemo(() => whyBroken(plan, language), [plan, language]),
    onOpen: (id: string) => setChosen((held) => (held === id ? null : id)),
    onLock: (trip: BoardTrip) => void change({ kind: 'lock', tripId: trip.id, locked: trip.locked !== true }),
  };
  const notes = useMemo(
    () => ({ closed: closedDays(plan, allDays), busy: busyTimes(plan, allDays), doubt: doubtByDay(plan) }),
    [plan, allDays],
  );
  const board = { plan, view, days, over: drag.over, cards, notes, mostKg: actions.mostKg };
  const panel = chosen && (
    <TripPanel
      key={chosen.id}
      plan={plan}
      trip={chosen}
      mostKg={actions.mostKg(chosen.vehicleId, chosen.date)}
      days={allDays}
      onChange={change}
      onClose={() => setChosen(null)}
      refusal={isNarrow && <Refusal refusal={drag.refusal} onForget={drag.forget} />}
    />
  );
  return (
    <section ref={section} className="kv-board" aria-labelledby="board-title" {...keepFocus}>
      <BoardHead plan={plan} />
      <div className="kv-board-facts">
        <Totals totals={plan} inDoubtKg={doubtKg(plan)} />
        <ProofLine plan={plan} />
      </div>
      <Outages plan={plan} actions={actions} />
      <Stranded plan={plan} />
      <Violations plan={plan} />
      <div className="kv-board-bar">
        <div className="kv-board-views">
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
        <Toolbar plan={plan} actions={actions} days={allDays} />
      </div>
      <div className="kv-board-body">
        <DndContext {...drag.context}>
          <div className="kv-board-main">
            {view === 'list' ? <DayList {...board} /> : <Grid {...board} />}
            <StatusLine over={drag.over} refusal={drag.refusal} onForget={drag.forget} />
          </div>
          <DragOverlay dropAnimation={null}>
            {drag.trip && (
              <div className="kv-trip kv-trip-held" data-may={drag.over?.may}>
                <TripFace trip={drag.trip} zone={zone} mark="none" showsTruck takenBy={undefined} />
              </div>
            )}
          </DragOverlay>
        </DndContext>
        <aside className="kv-board-aside">
          {!isNarrow && panel}
          <Side plan={plan} actions={actions} days={allDays} onChange={change} />
        </aside>
      </div>
      {isNarrow && panel && (
        <Modal
          opened
          fullScreen
          withCloseButton={false}
          onClose={() => setChosen(null)}
          zIndex={2400}
          aria-labelledby="trip-title"
        >
          {panel}
        </Modal>
      )}
    </section>
  );
}

function BoardHead({ plan }: { plan: BoardPlan }) {
  const { t } = useFormat();
  const changes = changesOf(plan.published?.trips ?? plan.trips, plan.trips).filter(({ kind }) => kind !== 'same').length;
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

function WeekPager({ days, first, onFirst }: { days: readonly string[]; first: number; onFirst: (first: number) => void }) {
  const { t, language } = useFormat();
  const last = Math.max(0, days.length - DAYS_SHOWN);
  const shown = days.slice(first, first + DAYS_SHOWN);
  return (
    <div className="kv-board-week">
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t('plan.board.week.previous')}
        disabled={first === 0}
        onClick={() => onFirst(Math.max(0, first - DAYS_SHOWN))}
      >
        <IconChevronLeft size={18} />
      </ActionIcon>
      <span>
        {t('plan.board.week.of', { from: dayHead(shown[0] ?? '', language), to: dayHead(shown.at(-1) ?? '', language) })}
      </span>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t('plan.board.week.next')}
        disabled={first >= last}
        onClick={() => onFirst(Math.min(last, first + DAYS_SHOWN))}
      >
        <IconChevronRight size={18} />
      </ActionIcon>
    </div>
  );
}

/** Ctrl+Z and Ctrl+Shift+Z, unless somebody types. */
function useUndoKeys(actions: Actions): void {
  const undo = useEffectEvent((redo: boolean) => void actions.undo(redo));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.code !== 'KeyZ' || !(event.ctrlKey || event.metaKey) || isField(event.target)) return;
      event.preventDefault();
      undo(event.shiftKey);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
