import type { LawItem } from '@karavan/contracts';
import { useTranslation } from 'react-i18next';

/** How far an item may be trusted, and whether it holds on the day: a shape and a word. */
export function Badge({ item }: { item: Pick<LawItem, 'status' | 'state' | 'version' | 'confirmedBy' | 'values'> }) {
  const { t } = useTranslation();
  const { status, state, version, confirmedBy, values } = item;
  const isSure = status === 'confirmed';
  return (
    <span className="kv-law-badges">
      {state !== 'inForce' && <span className="kv-law-badge">○ {t(`law.badge.${state}`)}</span>}
      {values !== null && (
        <span className={isSure ? 'kv-law-badge kv-law-sure' : 'kv-law-badge kv-law-unsure'}>
          {isSure ? '✓' : '?'}{' '}
          {t(isSure ? (confirmedBy === null ? 'law.badge.read' : 'law.badge.confirmed') : 'law.badge.unconfirmed')}
        </span>
      )}
      {version > 0 && <span className="kv-law-badge">◆ {t('law.badge.own')}</span>}
    </span>
  );
}
