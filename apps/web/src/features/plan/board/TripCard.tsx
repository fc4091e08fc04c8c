import { useDraggable } from '@dnd-kit/core';
import type { BoardTrip } from '@karavan/contracts';
import { IconLock } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { clockTime } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { dayHead, type Mark } from './board-days.ts';

export interface CardProps {
  trip: BoardTrip;
  zone: string;
  mark: Mark;
  isChosen: boolean;
  /** why it cannot be what it shows */
  broken: string | undefined;
  showsTruck: boolean;
  /** the truck that carries it by now, where that is another one */
  takenBy: string | undefined;
  onOpen: (id: string) => void;
  onLock: (trip: BoardTrip) => void;
}

/** A trip that can be taken by hand, finger or key. */
export function TripCard(props: CardProps) {
  const { trip } = props;
  const isFixed = trip.started === true || trip.locked === true;
  // what is fixed may be taken too: it is told where it is dropped why it stays
  const drag = useDraggable({ id: trip.id, data: { trip } });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code === 'Enter' && !drag.isDragging) {
      event.preventDefault();
      // what is open already is not closed by it: the keyboard goes on into the panel
      if (props.isChosen) document.querySelector<HTMLElement>('.kv-trip-panel :is(button, input, select, a)')?.focus();
      else props.onOpen(trip.id);
    } else if (event.code === 'KeyL' && trip.started !== true && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      props.onLock(trip);
    } else drag.listeners?.['onKeyDown']?.(event);
  };
  return (
    <button
      ref={drag.setNodeRef}
      {...drag.attributes}
      {...drag.listeners}
      onKeyDown={onKeyDown}
      onClick={() => props.onOpen(trip.id)}
      type="button"
      aria-disabled={false}
      aria-pressed={props.isChosen}
      aria-label={useTripLabel(props)}
      className="kv-trip"
      data-testid={`trip-${trip.id}`}
      data-trip={trip.id}
      data-mark={props.mark}
      data-fixed={isFixed}
      data-broken={props.broken !== undefined}
      title={props.broken}
      data-dragged={drag.isDragging}
    >
      <TripFace {...props} />
    </button>
  );
}

function useTripLabel({ trip, zone, mark, takenBy, broken }: CardProps): string {
  const { t, tonnes, language } = useFormat();
  const clock = (at: string) => clockTime(at, { language, zone });
  const words = t('plan.board.trip.label', {
    truck: trip.vehicleId,
    mass: tonnes(trip.massKg),
    from: clock(trip.unloadFrom),
    to: clock(trip.unloadTo),
  });
  const more = [
    ...(trip.started === true ? [t('plan.board.trip.started')] : trip.locked === true ? [t('plan.board.trip.locked')] : []),
    ...(mark === 'added' || mark === 'moved' ? [t(`plan.board.trip.${mark}`)] : []),
    ...(takenBy === undefined ? [] : [t('plan.board.trip.takenBy', { plate: takenBy })]),
    ...otherDays(trip).map((date) => t('plan.board.trip.forDay', { day: dayHead(date, language) })),
    ...(broken === undefined ? [] : [broken]),
  ];
  return [words, ...more].join(', ');
}

/** Days it brings something for that are not its own. */
const otherDays = ({ date, serves }: BoardTrip): string[] => serves.map((one) => one.date).filter((one) => one !== date);

type Face = Pick<CardProps, 'trip' | 'zone' | 'mark' | 'showsTruck' | 'takenBy'> & { broken?: string | undefined };

/** What a card shows, on the board and under the hand. */
export function TripFace({ trip, zone, mark, showsTruck, takenBy, broken }: Face) {
  const { t, tonnes, language } = useFormat();
  const clock = (at: string) => clockTime(at, { language, zone });
  return (
    <>
      <span className="kv-trip-top">
        <strong>{tonnes(trip.massKg)}</strong>
        {trip.locked === true && <IconLock size={12} aria-hidden="true" />}
        {(mark === 'added' || mark === 'moved') && <em>{t(`plan.board.trip.${mark}`)}</em>}
        {trip.started === true && <em>{t('plan.board.trip.started')}</em>}
      </span>
      {showsTruck && <span>{trip.vehicleId}</span>}
      {takenBy !== undefined && <span className="kv-risk">{t('plan.board.trip.takenBy', { plate: takenBy })}</span>}
      <span className="kv-trip-time">
        {clock(trip.unloadFrom)}–{clock(trip.unloadTo)}
      </span>
      {broken !== undefined && <span className="kv-late">{broken}</span>}
      {otherDays(trip).map((date) => (
        <span key={date} className={date < trip.date ? 'kv-risk' : 'kv-trip-time'}>
          {t('plan.board.trip.forDay', { day: dayHead(date, language) })}
        </span>
      ))}
    </>
  );
}
