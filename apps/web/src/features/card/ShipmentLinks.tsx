import { useQueries } from '@tanstack/react-query';
import { Link } from 'react-router';
import { call } from '../../api/client.ts';
import { useFormat } from '../../format/use-format.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { ProgressBar } from '../shipments/ProgressBar.tsx';

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
            <Link to={`/s/${shown[i]}`}>{data ? (data.orderNumber ?? data.number) : t('kind.shipment')}</Link>
            {data && (
              <span className="kv-note">
                {data.product} · {data.destination.name}
              </span>
            )}
            {data && <ProgressBar state={data} thin />}
          </li>
        ))}
      </ul>
    </section>
  );
}
