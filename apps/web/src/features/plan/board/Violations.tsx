import type { BoardPlan, BoardReason, BoardTrip } from '@karavan/contracts';
import { clockTime } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { dayHead } from './board-days.ts';

/** What the draft breaks as the world is now. */
export function Violations({ plan }: { plan: Pick<BoardPlan, 'violations'> }) {
  const { t, language } = useFormat();
  if (plan.violations.length === 0) return null;
  return (
    <div className="kv-late kv-broken" data-testid="violations">
      <p>{t('plan.board.violations')}</p>
      <ul>
        {plan.violations.map(({ code, message, tripIds }) => (
          <li key={`${code} ${tripIds.join()} ${message.en}`}>{message[language]}</li>
        ))}
      </ul>
    </div>
  );
}

interface StrandedProps {
  plan: Pick<BoardPlan, 'trips' | 'request'> & { stranded?: readonly BoardReason[] | undefined };
}

/** Trips that stay though they cannot be made, by name: which truck, when, how much, and why it stays. */
export function Stranded({ plan }: StrandedProps) {
  const { t, tonnes, language } = useFormat();
  const { stranded = [], request } = plan;
  if (stranded.length === 0) return null;
  const zone = request.site.receiving.timeZone;
  const byId = new Map(plan.trips.map((trip) => [trip.id, trip]));
  const words = (trip: BoardTrip) =>
    t(trip.started === true ? 'plan.board.outage.strandedBegun' : 'plan.board.outage.strandedLocked', {
      truck: trip.vehicleId,
      day: dayHead(trip.date, language),
      at: clockTime(trip.unloadFrom, { language, zone }),
      mass: tonnes(trip.massKg),
    });
  return (
    <div className="kv-late kv-broken" data-testid="stranded">
      <p>{t('plan.board.outage.stranded')}</p>
      <ul>
        {stranded.map(({ code, message, tripIds }) => (
          <li key={`${code} ${message.en}`}>
            {message[language]}{' '}
            {tripIds
              .flatMap((id) => byId.get(id) ?? [])
              .map(words)
              .join(' ')}
          </li>
        ))}
      </ul>
    </div>
  );
}
