import { useDroppable } from '@dnd-kit/core';
import type { BoardPlan, BoardTrip, BusyTime, PlanOutage } from '@karavan/contracts';
import { clockTime } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { bayLanes, dayHead } from './board-days.ts';
import { OutageTimes } from './OutageTimes.tsx';
import { ofTruck, partIn } from './outages.ts';
import { type CardProps, TripCard } from './TripCard.tsx';

export type BoardView = 'trucks' | 'bays' | 'list';
type Cards = Omit<CardProps, 'trip' | 'mark' | 'isChosen' | 'broken' | 'showsTruck' | 'takenBy'> & {
  handedOver: ReadonlyMap<string, string>;
  marks: ReadonlyMap<string, CardProps['mark']>;
  chosen: string | null;
  broken: ReadonlyMap<string, string>;
};

export interface GridProps {
  plan: BoardPlan;
  view: BoardView;
  days: readonly string[];
  /** where a trip hangs over the board, and whether it may stand there */
  over: { cell: string; may: boolean } | null;
  cards: Cards;
  /** what stands in the way of trips: days the site is closed, times trucks are on other plans */
  notes: {
    closed: ReadonlySet<string>;
    busy: ReadonlyMap<string, readonly BusyTime[]>;
    /** kg of each day that stand on trips which cannot be made */
    doubt: ReadonlyMap<string, number>;
  };
  /** what a truck may bring on a date, kg */
  mostKg: (vehicleId: string, date: string) => number;
}

interface Row {
  id: string;
  label: string;
  /** what it may bring, kg; a bay brings nothing */
  mostKg: number | null;
  /** when it is out */
  outages: readonly PlanOutage[];
  cells: readonly (readonly BoardTrip[])[];
}

/** The address of a place on the board; the truck is empty where a row is no truck. */
export const cellId = (vehicleId: string, date: string, row: number): string => `${row}|${date}|${vehicleId}`;
export function cellOf(id: string): { row: number; date: string; vehicleId: string } {
  const [row = '', date = '', ...vehicle] = id.split('|');
  return { row: Number(row), date, vehicleId: vehicle.join('|') };
}

/** Days across, trucks or bays of the site down. */
export function Grid(props: GridProps) {
  const { plan, view, days } = props;
  const { t, language, tonnes } = useFormat();
  const rows = view === 'bays' ? bayRows(plan, days, t) : truckRows(props);
  const need = new Map(plan.days.map((day) => [day.date, day]));
  return (
    <div className="kv-grid-scroll">
      <table className="kv-grid" aria-label={t(view === 'bays' ? 'plan.board.grid.labelBays' : 'plan.board.grid.label')}>
        <thead>
          <tr>
            <th scope="col">{view === 'bays' ? '' : t('plan.board.grid.truck')}</th>
            {days.map((date) => (
              <th key={date} scope="col" data-closed={props.notes.closed.has(date)}>
                {dayHead(date, language)}
                {props.notes.closed.has(date) && <span className="kv-note">{t('plan.board.grid.closed')}</span>}
              </th>
            ))}
          </tr>
          <tr className="kv-grid-need">
            <th scope="row">{t('plan.board.grid.demand')}</th>
            {days.map((date) => (
              <td key={date}>
                <Need day={need.get(date)} doubtKg={props.notes.doubt.get(date)} />
                <BaysShut plan={plan} date={date} />
              </td>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id}>
              <th scope="row">
                {row.label}
                {row.mostKg !== null && (
                  <span className="kv-note">{t('plan.board.grid.upTo', { mass: tonnes(row.mostKg) })}</span>
                )}
                {row.outages.map((outage) => (
                  <span key={outage.id} className="kv-note kv-late kv-busy-time" data-testid="row-out">
                    {t('plan.board.outage.out')} <OutageTimes outage={outage} zone={props.cards.zone} />
                  </span>
                ))}
              </th>
              {days.map((date, column) => (
                <Cell
                  key={date}
                  {...props}
                  id={cellId(view === 'trucks' ? row.id : '', date, index)}
                  label={t('plan.board.grid.cell', { row: row.label, day: dayHead(date, language) })}
                  date={date}
                  trips={row.cells[column] ?? []}
                  busy={view === 'trucks' ? props.notes.busy.get(`${row.id} ${date}`) : undefined}
                  outages={row.outages}
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

function truckRows({ plan: { request, trips, outages }, days, mostKg }: GridProps): Row[] {
  const byCell = new Map<string, BoardTrip[]>();
  for (const trip of trips) {
    const key = `${trip.vehicleId} ${trip.date}`;
    byCell.set(key, [...(byCell.get(key) ?? []), trip]);
  }
  const known = new Set(request.fleet.map(({ id }) => id));
  const gone = [...new Set(trips.map(({ vehicleId }) => vehicleId))].filter((id) => !known.has(id));
  const row = (id: string, most: number | null): Row => ({
    id,
    label: id,
    mostKg: most,
    outages: ofTruck(outages, id),
    cells: days.map((date) => byCell.get(`${id} ${date}`) ?? []),
  });
  return [
    ...request.fleet.map((vehicle) => row(vehicle.id, mostKg(vehicle.id, days[0] ?? ''))),
    ...gone.map((id) => row(id, null)),
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
    mostKg: null,
    outages: [],
    cells: lanes.map((lane) => lane[index] ?? []),
  }));
}

export function Need({ day, doubtKg }: { day: BoardPlan['days'][number] | undefined; doubtKg: number | undefined }) {
  const { t, tonnes, language } = useFormat();
  if (day === undefined) return null;
  const mass = { brought: tonnes(day.deliveredKg), asked: tonnes(day.demandKg) };
  return (
    <span title={t('plan.board.grid.demandDay', { ...mass, day: dayHead(day.date, language) })}>
      {t('plan.board.brought', mass)}
      {day.unmetKg > 0 && <span className="kv-note kv-late">{t('plan.board.unmet', { mass: tonnes(day.unmetKg) })}</span>}
      {doubtKg !== undefined && <span className="kv-note kv-late">{t('plan.board.inDoubt', { mass: tonnes(doubtKg) })}</span>}
      {day.lateKg > 0 && <span className="kv-note kv-risk">{t('plan.board.grid.lateKg', { mass: tonnes(day.lateKg) })}</span>}
    </span>
  );
}

/** Places of the site that are closed on a date. */
export function BaysShut({ plan, date }: { plan: BoardPlan; date: string }) {
  const { t } = useFormat();
  const zone = plan.request.site.receiving.timeZone;
  const shut = plan.outages.filter((one) => one.what === 'bayClosed' && one.place === 'site' && partIn(one, date, zone));
  return shut.map((outage) => (
    <span key={outage.id} className="kv-note kv-late kv-busy-time">
      {t('plan.board.outage.shut')} <OutageTimes outage={outage} zone={zone} date={date} />
    </span>
  ));
}

interface CellProps extends GridProps {
  id: string;
  date: string;
  busy?: readonly BusyTime[] | undefined;
  outages?: readonly PlanOutage[];
  label: string;
  trips: readonly BoardTrip[];
  showsTruck: boolean;
}

function Cell({ id, date, label, trips, busy, outages = [], showsTruck, over, cards, notes }: CellProps) {
  const { t, language } = useFormat();
  const clock = (at: string) => clockTime(at, { language, zone: cards.zone });
  const { setNodeRef } = useDroppable({ id, data: { label } });
  const state = over?.cell === id ? (over.may ? 'may' : 'may-not') : undefined;
  const out = outages.filter((outage) => partIn(outage, date, cards.zone));
  return (
    <td
      ref={setNodeRef}
      className="kv-cell"
      data-over={state}
      data-closed={notes.closed.has(date)}
      data-out={out.length > 0}
      data-testid={`cell-${id}`}
    >
      {trips.map((trip) => (
        <Card key={trip.id} trip={trip} showsTruck={showsTruck} cards={cards} />
      ))}
      {out.map((outage) => (
        <span key={outage.id} className="kv-note kv-busy-time">
          {t('plan.board.outage.out')} <OutageTimes outage={outage} zone={cards.zone} date={date} />
        </span>
      ))}
      {busy?.map(({ from, to }) => (
        <span key={from} className="kv-note kv-busy kv-busy-time">
          {t('plan.board.grid.busy', { from: clock(from), to: clock(to) })}
        </span>
      ))}
    </td>
  );
}

export function Card({ trip, showsTruck, cards }: { trip: BoardTrip; showsTruck: boolean; cards: Cards }) {
  return (
    <TripCard
      trip={trip}
      zone={cards.zone}
      mark={cards.marks.get(trip.id) ?? 'none'}
      isChosen={cards.chosen === trip.id}
      broken={cards.broken.get(trip.id)}
      showsTruck={showsTruck}
      takenBy={cards.handedOver.get(trip.id)}
      onOpen={cards.onOpen}
      onLock={cards.onLock}
    />
  );
}
