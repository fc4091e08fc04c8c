import type { TruckTrip } from '@karavan/contracts';
import { Link } from 'react-router';
import { cargoName } from '../../format/cargo-name.ts';
import { serverNow } from '../../format/clock.ts';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { formatAt } from '../../live/replay.ts';

/** What it carried, newest first; each leads to its shipment, and to its own stretch of the past. */
export function Trips({ trips }: { trips: readonly TruckTrip[] }) {
  const { t, tonnes, dayTime } = useFormat();
  const spanOf = ({ from, deliveredAt, handedOverAt, until }: TruckTrip): string => {
    const to = deliveredAt ?? handedOverAt ?? until;
    if (to === null || to === undefined) return t('truck.trips.open', { from: dayTime(from) });
    return t('truck.trips.done', { from: dayTime(from), to: dayTime(to) });
  };
  return (
    <section className="kv-card-section" data-testid="trips">
      <h2>{t('truck.trips.title')}</h2>
      {trips.length === 0 && <p className="kv-note">{t('truck.trips.none')}</p>}
      <ul className="kv-links">
        {trips.map((trip) => (
          <li key={trip.unitId}>
            <Link to={`/s/${trip.shipmentId}`}>
              {t('kind.shipment')} {trip.orderNumber ?? trip.number}
            </Link>
            <span className="kv-note">
              {cargoName(trip.product)}, {trip.handedOverAt === undefined ? tonnes(trip.massKg) : t('truck.trips.handedOver')}
              {' · '}
              {stationName(trip.origin.name)} → {stationName(trip.destination.name)}
            </span>
            <span className="kv-note">
              {spanOf(trip)} · <Link to={pastOf(trip)}>{t('truck.trips.play')}</Link>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const LONGEST_MS = 31 * 86_400_000;

function pastOf({ from, until }: TruckTrip): string {
  const fromMs = Date.parse(from);
  const toMs = Math.min(until === null ? serverNow() : Math.min(Date.parse(until), serverNow()), fromMs + LONGEST_MS);
  return `?from=${formatAt(fromMs)}&to=${formatAt(toMs + 1000)}&at=${formatAt(fromMs)}`;
}
