import {
  type Announcements,
  type CollisionDetection,
  type DragEndEvent,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  rectIntersection,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import type { BoardChange, BoardReason, BoardTrip, Language } from '@karavan/contracts';
import { useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { type BoardView, cellOf } from './Grid.tsx';
import type { Actions } from './use-board.ts';

export interface Over {
  cell: string;
  may: boolean;
  reasons: readonly BoardReason[];
}

/** A finger has to rest before it takes a card, so that it can still scroll the board. */
const TOUCH = { delay: 180, tolerance: 8 };
/** A mouse that only clicks opens the trip. */
const MOUSE = { distance: 5 };

export const reasonWords = (reasons: readonly BoardReason[], language: Language): string =>
  reasons.map(({ message }) => message[language]).join(' ');

/** Taking and putting down trips; a place is judged as soon as the card hangs over it. */
export function useDrag(input: { actions: Actions; view: BoardView; days: readonly string[] }) {
  const { actions, view, days } = input;
  const { t, language, tonnes } = useFormat();
  const [trip, setTrip] = useState<BoardTrip | null>(null);
  const [over, setOver] = useState<Over | null>(null);
  const [refusal, setRefusal] = useState<readonly BoardReason[]>([]);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: MOUSE }),
    useSensor(TouchSensor, { activationConstraint: TOUCH }),
    useSensor(KeyboardSensor, {
      keyboardCodes: { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter'] },
      coordinateGetter: stepsOver(days),
    }),
  );
  const changeTo = (moved: BoardTrip, cell: string): BoardChange | null => {
    const { date, vehicleId } = cellOf(cell);
    const truck = view === 'trucks' ? vehicleId : moved.vehicleId;
    if (date === moved.date && truck === moved.vehicleId) return null;
    return { kind: 'move', tripId: moved.id, date, vehicleId: truck };
  };
  const judge = (moved: BoardTrip, cell: string): Over => {
    const change = changeTo(moved, cell);
    const verdict = change && actions.check(change);
    return { cell, may: verdict?.ok !== false, reasons: verdict?.ok === false ? verdict.reasons : [] };
  };
  const end = ({ over: target }: Pick<DragEndEvent, 'over'>) => {
    const change = trip && target && changeTo(trip, String(target.id));
    const verdict = change && actions.apply(change);
    setRefusal(verdict?.ok === false ? verdict.reasons : []);
    setTrip(null);
    setOver(null);
  };
  const where = (target: { data: { current?: { label?: string } | undefined } } | null) => target?.data.current?.label ?? '';
  const announcements: Announcements = {
    onDragStart: ({ active }) => {
      const taken = active.data.current?.['trip'] as BoardTrip | undefined;
      return t('plan.board.drag.picked', { trip: taken ? `${taken.vehicleId}, ${tonnes(taken.massKg)}` : '' });
    },
    onDragOver: ({ active, over: target }) => {
      const moved = active.data.current?.['trip'] as BoardTrip | undefined;
      if (target === null || moved === undefined) return t('plan.board.drag.outside');
      const judged = judge(moved, String(target.id));
      return judged.may
        ? t('plan.board.drag.may', { where: where(target as never) })
        : t('plan.board.drag.mayNot', { reason: reasonWords(judged.reasons, language) });
    },
    onDragEnd: ({ active, over: target }) => {
      const moved = active.data.current?.['trip'] as BoardTrip | undefined;
      if (target === null || moved === undefined) return t('plan.board.drag.cancelled');
      const judged = judge(moved, String(target.id));
      return judged.may
        ? t('plan.board.drag.dropped', { where: where(target as never) })
        : t('plan.board.drag.mayNot', { reason: reasonWords(judged.reasons, language) });
    },
    onDragCancel: () => t('plan.board.drag.cancelled'),
  };
  return {
    trip,
    over,
    refusal,
    forget: () => setRefusal([]),
    refuse: setRefusal,
    context: {
      sensors,
      collisionDetection: underHand,
      accessibility: { announcements, screenReaderInstructions: { draggable: t('plan.board.trip.keys') } },
      onDragStart: ({ active }: { active: { data: { current?: Record<string, unknown> | undefined } } }) => {
        setRefusal([]);
        setTrip((active.data.current?.['trip'] as BoardTrip | undefined) ?? null);
      },
      onDragOver: ({ over: target }: { over: { id: string | number } | null }) =>
        setOver(target === null || trip === null ? null : judge(trip, String(target.id))),
      onDragEnd: end,
      onDragCancel: () => end({ over: null }),
    },
  };
}

/** The place below the pointer; with keys the place the card covers most. */
const underHand: CollisionDetection = (args) => (args.pointerCoordinates ? pointerWithin(args) : rectIntersection(args));

const STEPS: Record<string, readonly [down: number, right: number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

/** An arrow moves a card to the next place, not by pixels. */
const stepsOver =
  (days: readonly string[]): KeyboardCoordinateGetter =>
  (event, { context }) => {
    const step = STEPS[event.code];
    if (step === undefined) return undefined;
    event.preventDefault();
    const here = context.over ?? underHandOf(context);
    if (here === null) return undefined;
    const { row, date } = cellOf(String(here.id));
    const column = days.indexOf(date) + step[1];
    const next = days[Math.min(days.length - 1, Math.max(0, column))] ?? date;
    const wanted = [...context.droppableRects.keys()].map(String).find((id) => {
      const cell = cellOf(id);
      return cell.date === next && cell.row === row + step[0];
    });
    const rect = wanted === undefined ? undefined : context.droppableRects.get(wanted);
    if (rect === undefined) return undefined;
    context.droppableContainers.get(wanted ?? '')?.node.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    return { x: rect.left + 6, y: rect.top + 6 };
  };

/** Before the first step nothing has been hit yet: the place the card came from. */
function underHandOf(context: Parameters<KeyboardCoordinateGetter>[1]['context']): { id: string | number } | null {
  const rect = context.activeNode?.getBoundingClientRect();
  if (rect === undefined) return null;
  const [x, y] = [rect.left + rect.width / 2, rect.top + rect.height / 2];
  for (const [id, cell] of context.droppableRects)
    if (cell.left <= x && x < cell.left + cell.width && cell.top <= y && y < cell.top + cell.height) return { id };
  return null;
}
