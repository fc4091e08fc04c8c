import { Link } from 'react-router';
import { useShipmentDetails } from '../../api/queries.ts';
import { cargoName } from '../../format/cargo-name.ts';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { HeldNote } from '../shipments/HeldNote.tsx';
import { ProgressBar } from '../shipments/ProgressBar.tsx';
import { shipmentTitle } from '../shipments/shipment-title.ts';

const MOST = 12;

/** The shipments an asset carries, each with its progress. */
export function ShipmentLinks({ ids }: { ids: readonly string[] }) {
  const { t } = useFormat();
  const shown = ids.slice(0, MOST);
  const shipments = useShipmentDetails(shown);
  if (shown.length === 0) return null;
  return (
    <section className="kv-card-section">
      <h2>{t('card.shipments')}</h2>
      <ul className="kv-links">
        {shipments.map(({ data }, i) => (
          <li key={shown[i]}>
            <Link to={`/s/${shown[i]}`}>
              {t('kind.shipment')} {data && shipmentTitle(data, t)}
            </Link>
            {data && (
              <span className="kv-note">
                {cargoName(data.product)} · {stationName(data.destination.name)}
              </span>
            )}
            {data && <HeldNote state={data} />}
            {data &&
              (data.status === 'cancelled' ? (
                <span className="kv-note">{t('status.cancelled')}</span>
              ) : (
                <ProgressBar state={data} thin />
              ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
