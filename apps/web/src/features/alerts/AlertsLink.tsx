import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useOpenCount } from './queries.ts';

/** The way to the alerts, with how many are open. */
export function AlertsLink({ className }: { className: string }) {
  const { t } = useTranslation();
  const count = useOpenCount();
  return (
    <NavLink to="/alerts" className={() => className} data-testid="nav-alerts">
      {t('alerts.nav')}
      {count > 0 && (
        <span className="kv-nav-count" role="img" aria-label={t('alerts.openCount', { count })}>
          {count > 99 ? '99+' : count}
        </span>
      )}
    </NavLink>
  );
}
