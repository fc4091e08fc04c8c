import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useWaitingReports } from '../../api/queries.ts';

/** Only where something waits: how much, and the way there. */
export function WaitingLink() {
  const { t } = useTranslation();
  const count = useWaitingReports().data?.items.length ?? 0;
  if (count === 0) return null;
  return (
    <Link to="/sources/quarantine" className="kv-waiting-link" data-testid="waiting-link">
      <span className="kv-health-mark kv-health-failing" aria-hidden="true" />
      {t('sources.waitingCount', { count })}
    </Link>
  );
}
