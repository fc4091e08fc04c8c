import { useDroppable } from '@dnd-kit/core';
import type { BoardPlan, BoardTrip } from '@karavan/contracts';
import { useFormat } from '../../../format/use-format.ts';
import { bayLanes, dayHead } from './board-days.ts';
import { type CardProps, TripCard } from './TripCard.tsx';

export type BoardView = 'trucks' | 'bays' | 'list';
type Cards = Omit<CardProps, 'trip' | 'mark' | 'isChosen' | 'isBroken' | 'showsTruck'> & {
  marks: ReadonlyMap<string, CardProps['mark']>;
  chosen: string | null;
  broken: ReadonlySet<string>;
};

export interface GridProps {
  plan: BoardPlan;
  view: BoardView;
  days: readonly string[];
  /** where a trip hangs over the board, and whether it may stand there */
  over: { cell: string; may: boolean } | null;
  cards: Cards;
}

interface Row {
  id: string;
  label: string;
  note: string;
  cells: readonly (readonly BoardTrip[])[];
}

/** The address of a place on the board; the truck is empty where a row is no truck. */
export const cellId = (vehicleId: string, date: string, row: number): string => `${row}|${date}|${vehicleId}`;
export function cellOf(id: string): { row: number; date: string; vehicleId: string } {
  const [row = '', date = '', ...vehicle] = id.split('|');
  return { row: Number(row), date, vehicleId: vehicle.join('|') };
}

/** Days across, trucks or bays of the site down. On a narrow screen the days stand one below the other. */
export function Grid(props: GridProps) {
  const { plan, view, days } = props;
  const { t, language, tonnes } = useFormat();
  const rows = view === 'bays' ? bayRows(plan, days, t) : truckRows(plan, days);
  const need = new Map(plan.days.map((day) => [day.date, day]));
  if (view === 'list') return <DayList {...props} />;
  return (
    <div className="kv-grid-scroll">
      <table className="kv-grid" aria-label={t(view === 'bays' ? 'plan.board.grid.labelBays' : 'plan.board.grid.label')}>
        <thead>
          <tr>
            <th scope="col">{view === 'bays' ? '' : t('plan.board.grid.truck')}</th>
            {days.map((date) => (
              <th key={date} scope="col">
                {dayHead(date, language)}
              </th>
            ))}
          </tr>
          <tr className="kv-grid-need">
            <th scope="row">{t('plan.board.grid.demand')}</th>
            {days.map((date) => (
              <td key={date}>
                <Need day={need.get(date)} />
              </td>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id}>
              <th scope="row">
                {row.label}
                <span className="kv-note">{row.note === '' ? '' : tonnes(Number(row.note))}</span>
              </th>
              {days.map((date, column) => (
                <Cell
                  key={date}
                  {...props}
                  id={cellId(view === 'trucks' ? row.id : '', date, index)}
                  label={t('plan.board.grid.cell', { row: row.label, day: dayHead(date, language) })}
                  trips={row.cells[column] ?? []}
                  showsTruck={view === 'bays'}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function truckRows({ request, trips }: BoardPlan, days: readonly string[]): Row[] {
  const byCell = new Map<string, BoardTrip[]>();
  for (const trip of trips) {
    const key = `${trip.vehicleId} ${trip.date}`;
    byCell.set(key, [...(byCell.get(key) ?? []), trip]);
  }
  const known = new Set(request.fleet.map(({ id }) => id));
  const gone = [...new Set(trips.map(({ vehicleId }) => vehicleId))].filter((id) => !known.has(id));
  const row = (id: string, note: string): Row => ({
    id,
    label: id,
    note,
    cells: days.map((date) => byCell.get(`${id} ${date}`) ?? []),
  });
  return [
    ...request.fleet.map((vehicle) => row(vehicle.id, String(vehicle.maxPayloadKg ?? ''))),
    ...gone.map((id) => row(id, '')),
  ];
}

function bayRows({ request, trips }: BoardPlan, days: readonly string[], t: ReturnType<typeof useFormat>['t']): Row[] {
  const lanes = days.map((date) =>
    bayLanes(
      trips.filter((trip) => trip.date === date),
      request,
    ),
  );
  const count = Math.max(1, ...lanes.map((lane) => lane.length));
  return Array.from({ length: count }, (_, index) => ({
    id: `bay ${index}`,
    label: t('plan.board.grid.bay', { number: index + 1 }),
    note: '',
    cells: lanes.map((lane) => lane[index] ?? []),
  }));
}

function Need({ day }: { day: BoardPlan['days'][number] | undefined }) {
  const { t, tonnes, language } = useFormat();
  if (day === undefined) return null;
  const mass = { brought: tonnes(day.deliveredKg), asked: tonnes(day.demandKg) };
  return (
    <span title={t('plan.board.grid.demandDay', { ...mass, day: dayHead(day.date, language) })}>
      {t('plan.board.brought', mass)}
      {day.unmetKg > 0 && <span className="kv-late kv-note">{t('plan.board.unmet', { mass: tonnes(day.unmetKg) })}</span>}
      {day.lateKg > 0 && <span className="kv-risk kv-note">{t('plan.board.grid.lateKg', { mass: tonnes(day.lateKg) })}</span>}
    </span>
  );
}

interface CellProps extends GridProps {
  id: string;
  label: string;
  trips: readonly BoardTrip[];
  showsTruck: boolean;
}

function Cell({ id, label, trips, showsTruck, over, cards }: CellProps) {
  const { setNodeRef } = useDroppable({ id, data: { label } });
  const state = over?.cell === id ? (over.may ? 'may' : 'may-not') : undefined;
  return (
    <td ref={setNodeRef} className="kv-cell" data-over={state} data-testid={`cell-${id}`}>
      {trips.map((trip) => (
        <Card key={trip.id} trip={trip} showsTruck={showsTruck} cards={cards} />
      ))}
    </td>
  );
}

function Card({ trip, showsTruck, cards }: { trip: BoardTrip; showsTruck: boolean; cards: Cards }) {
  return (
    <TripCard
      trip={trip}
      zone={cards.zone}
      mark={cards.marks.get(trip.id) ?? 'none'}
      isChosen={cards.chosen === trip.id}
      isBroken={cards.broken.has(trip.id)}
      showsTruck={showsTruck}
      onOpen={cards.onOpen}
      onLock={cards.onLock}
    />
  );
}

function DayList(props: GridProps) {
  const { plan, days } = props;
  const { t, language } = useFormat();
  const need = new Map(plan.days.map((day) => [day.date, day]));
  return (
    <ol className="kv-day-list">
      {days.map((date, index) => {
        const trips = plan.trips.filter((trip) => trip.date === date);
        return (
          <li key={date}>
            <h2>{dayHead(date, language)}</h2>
            <Need day={need.get(date)} />
            <DayDrop {...props} id={cellId('', date, index)} label={dayHead(date, language)} trips={trips} showsTruck />
            {trips.length === 0 && <p className="kv-note">{t('plan.board.grid.free')}</p>}
          </li>
        );
      })}
    </ol>
  );
}

function DayDrop({ id, label, trips, showsTruck, over, cards }: CellProps) {
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
