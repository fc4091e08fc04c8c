import type { BoardPlan, BoardTrip, PlanTripChange } from '@karavan/contracts';
import { clockTime } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { dayHead, isSame } from './board-days.ts';

/** Old and new side by side, trip by trip; what stays is only counted. */
export function TripChanges({ changes, zone }: { changes: readonly PlanTripChange[]; zone: string }) {
  const { t } = useFormat();
  const shown = changes.filter(({ kind }) => kind !== 'same');
  return (
    <table className="kv-changes" data-testid="changes">
      <thead>
        <tr>
          <th scope="col" aria-label={t('plan.board.diff.title')} />
          <th scope="col">{t('plan.board.diff.was')}</th>
          <th scope="col">{t('plan.board.diff.is')}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ kind, before, after }) => (
          <tr key={(after ?? before)?.id} data-kind={kind}>
            <th scope="row">{t(`plan.board.diff.${kind}`)}</th>
            <td>{before && <TripLine trip={before} zone={zone} />}</td>
            <td>{after && <TripLine trip={after} zone={zone} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TripLine({ trip, zone }: { trip: BoardTrip; zone: string }) {
  const { tonnes, language } = useFormat();
  return (
    <>
      {trip.vehicleId}, {tonnes(trip.massKg)}
      <span className="kv-note">
        {dayHead(trip.date, language)} {clockTime(trip.unloadFrom, { language, zone })}
      </span>
    </>
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

function changesOf(before: readonly BoardTrip[], after: readonly BoardTrip[]): PlanTripChange[] {
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
