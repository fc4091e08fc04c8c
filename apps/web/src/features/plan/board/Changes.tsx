import type { BoardPlan, BoardTrip, PlanTripChange } from '@karavan/contracts';
import { clockTime } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { dayHead, isSame } from './board-days.ts';

/** Old and new side by side, day by day; what stays is not repeated. */
export function TripChanges({ changes, zone }: { changes: readonly PlanTripChange[]; zone: string }) {
  const { t, language } = useFormat();
  const shown = changes.filter(({ kind }) => kind !== 'same');
  const before = shown.flatMap((change) => change.before ?? []);
  const after = shown.flatMap((change) => change.after ?? []);
  const days = [...new Set([...before, ...after].map(({ date }) => date))].sort();
  return (
    <table className="kv-changes" data-testid="changes">
      <thead>
        <tr>
          <th scope="col" aria-label={t('plan.board.panel.date')} />
          <th scope="col">{t('plan.board.diff.was')}</th>
          <th scope="col">{t('plan.board.diff.is')}</th>
        </tr>
      </thead>
      <tbody>
        {days.map((date) => (
          <tr key={date}>
            <th scope="row">{dayHead(date, language)}</th>
            <td>
              <Trips trips={before} others={after} date={date} zone={zone} />
            </td>
            <td>
              <Trips trips={after} others={before} date={date} zone={zone} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface TripsProps {
  trips: readonly BoardTrip[];
  others: readonly BoardTrip[];
  date: string;
  zone: string;
}

/** Trips of a day on one side; one that is on that side alone, on whatever day, is shown in bold. */
function Trips({ trips, others, date, zone }: TripsProps) {
  const { tonnes, language } = useFormat();
  const known = new Set(others.map(({ id }) => id));
  const ofDay = trips.filter((trip) => trip.date === date).sort((a, b) => (a.unloadFrom < b.unloadFrom ? -1 : 1));
  if (ofDay.length === 0) return '—';
  return (
    <ul className="kv-changes-side">
      {ofDay.map((trip) => (
        <li key={trip.id} data-lone={!known.has(trip.id)}>
          {clockTime(trip.unloadFrom, { language, zone })} {trip.vehicleId}, {tonnes(trip.massKg)}
        </li>
      ))}
    </ul>
  );
}

/** What publishing would change. */
export function AgainstPublished({ plan }: { plan: BoardPlan }) {
  const { t } = useFormat();
  if (plan.published === null) return null;
  const changes = changesOf(plan.published.trips, plan.trips);
  return (
    <section className="kv-board-part" aria-labelledby="diff-title">
      <h2 id="diff-title">{t('plan.board.diff.title')}</h2>
      {changes.every(({ kind }) => kind === 'same') ? (
        <p className="kv-note">{t('plan.board.diff.none')}</p>
      ) : (
        <TripChanges changes={changes} zone={plan.request.site.receiving.timeZone} />
      )}
    </section>
  );
}

/** Trip by trip what became of the old plan, then what is new. */
export function changesOf(before: readonly BoardTrip[], after: readonly BoardTrip[]): PlanTripChange[] {
  const next = new Map(after.map((trip) => [trip.id, trip]));
  const known = new Set(before.map(({ id }) => id));
  const old = before.map((trip): PlanTripChange => {
    const now = next.get(trip.id);
    if (now === undefined) return { kind: 'removed', before: trip, fields: [] };
    return { kind: isSame(trip, now) ? 'same' : 'changed', before: trip, after: now, fields: [] };
  });
  return [
    ...old,
    ...after.filter(({ id }) => !known.has(id)).map((trip) => ({ kind: 'added' as const, after: trip, fields: [] })),
  ];
}
