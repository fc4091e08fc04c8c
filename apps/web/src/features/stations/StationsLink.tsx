import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMissingStations } from '../../api/queries.ts';

/** The way to the stations; where some have no place, how many. */
export function StationsLink() {
  const { t } = useTranslation();
  const count = useMissingStations().data?.items.length ?? 0;
  return (
    <Link to="/sources/stations" className="kv-waiting-link" data-testid="stations-link">
      {count > 0 && <span className="kv-health-mark kv-health-failing" aria-hidden="true" />}
      {count > 0 ? t('stations.link', { count }) : t('stations.toDirectory')}
    </Link>
  );
}
