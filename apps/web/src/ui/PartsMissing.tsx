import { useTranslation } from 'react-i18next';
import { partsMissing, retryParts } from './lazy-page.ts';
import { useValue } from './value-store.ts';

/** Above the page that stays while the next one cannot be fetched. */
export function PartsMissing() {
  const { t } = useTranslation();
  if (!useValue(partsMissing)) return null;
  return (
    <div className="kv-parts-missing" role="alert">
      <strong>{t('page.offline')}.</strong> {t('page.partMissing')}{' '}
      <button type="button" className="kv-link" onClick={retryParts}>
        {t('page.retry')}
      </button>
    </div>
  );
}
