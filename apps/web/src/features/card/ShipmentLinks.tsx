import { useQueries } from '@tanstack/react-query';
import { Link } from 'react-router';
import { call } from '../../api/client.ts';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { HeldNote } from '../shipments/HeldNote.tsx';
import { ProgressBar } from '../shipments/ProgressBar.tsx';
import { shipmentTitle } from '../shipments/shipment-title.ts';

const MOST = 12;

/** The shipments an asset carries, each with its progress. */
export function ShipmentLinks({ ids }: { ids: readonly string[] }) {
  const { t } = useFormat();
  const shown = ids.slice(0, MOST);
  const shipments = useQueries({
    queries: shown.map((id) => ({
      queryKey: ['shipment', id, 'detail', currentLanguage()],
      queryFn: () => call('getShipment', { params: { id } }),
    })),
  });
  if (shown.length === 0) return null;
  return (
    <section className="kv-card-section">
      <h2>{t('card.shipments')}</h2>
      <ul className="kv-links">
        {shipments.map(({ data }, i) => (
          <li key={shown[i]}>
            <Link to={`/s/${shown[i]}`}>{t('kind.shipment')} {data && shipmentTitle(data, t)}</Link>
            {data && (
              <span className="kv-note">
                {data.product} · {stationName(data.destination.name)}
              </span>
            )}
            {data && <HeldNote state={data} />}
            {data && <ProgressBar state={data} thin />}
          </li>
        ))}
      </ul>
    </section>
  );
}
