import { useDroppable } from '@dnd-kit/core';
import type { BoardTrip } from '@karavan/contracts';
import { useFormat } from '../../../format/use-format.ts';
import { dayHead } from './board-days.ts';
import { BaysShut, Card, cellId, type GridProps, Need } from './Grid.tsx';

/** Days below each other, for a narrow screen. */
export function DayList(props: GridProps) {
  const { plan, days } = props;
  const { t, language } = useFormat();
  const need = new Map(plan.days.map((day) => [day.date, day]));
  return (
    <ol className="kv-day-list">
      {days.map((date, index) => {
        const trips = plan.trips.filter((trip) => trip.date === date);
        return (
          <li key={date}>
            <h2>
              {dayHead(date, language)}
              {props.notes.closed.has(date) && <span className="kv-note">{t('plan.board.grid.closed')}</span>}
            </h2>
            <Need day={need.get(date)} doubtKg={props.notes.doubt.get(date)} />
            <BaysShut plan={plan} date={date} />
            <DayDrop
              over={props.over}
              cards={props.cards}
              id={cellId('', date, index)}
              label={dayHead(date, language)}
              trips={trips}
              showsTruck
            />
            {trips.length === 0 && <p className="kv-note">{t('plan.board.grid.free')}</p>}
          </li>
        );
      })}
    </ol>
  );
}

interface DayDropProps extends Pick<GridProps, 'over' | 'cards'> {
  id: string;
  label: string;
  trips: readonly BoardTrip[];
  showsTruck: boolean;
}

function DayDrop({ id, label, trips, showsTruck, over, cards }: DayDropProps) {
  const { setNodeRef } = useDroppable({ id, data: { label } });
  const state = over?.cell === id ? (over.may ? 'may' : 'may-not') : undefined;
  return (
    <div ref={setNodeRef} className="kv-cell" data-over={state} data-testid={`cell-${id}`}>
      {trips.map((trip) => (
        <Card key={trip.id} trip={trip} showsTruck={showsTruck} cards={cards} />
      ))}
    </div>
  );
}
