import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MARKER_STATES } from '../theme/palette.ts';
import { MarkerGlyph } from '../ui/MarkerGlyph.tsx';
import { HEADING, LATE_MARK } from './assets/silhouettes.ts';

const STORED = 'karavan.legend';

/** What the markers mean, by shape and in words. */
export function Legend() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(() => (localStorage.getItem(STORED) ?? (innerWidth >= 1500 ? 'open' : 'shut')) === 'open');
  const toggle = () => {
    localStorage.setItem(STORED, open ? 'shut' : 'open');
    setOpen(!open);
  };
  return (
    <aside className="kv-legend" aria-label={t('map.legend')}>
      <button
        type="button"
        className="kv-legend-toggle"
        onClick={toggle}
        aria-expanded={open}
        title={open ? t('map.hideLegend') : t('map.showLegend')}
      >
        {t('map.legend')} {open ? <IconChevronDown size={14} /> : <IconChevronUp size={14} />}
      </button>
      {open && (
        <div className="kv-legend-body">
          <ul>
            {MARKER_STATES.map((state) => (
              <li key={state}>
                <MarkerGlyph state={state} size={20} /> {t(`state.${state}`)}
              </li>
            ))}
          </ul>
          <ul>
            <li>
              <MarkerGlyph state="standing" kind="wagon" size={24} /> {t('kind.wagon')}
            </li>
            <li>
              <MarkerGlyph state="moving" kind="train" size={24} /> {t('train.legend')}
            </li>
            <li>
              <MarkerGlyph state="moving" kind="truck" size={24} /> {t('kind.truck')}
            </li>
            <li>
              <MarkerGlyph state="moving" freshness="aging" size={20} /> {t('map.freshAging')}
            </li>
            <li>
              <MarkerGlyph state="moving" freshness="stale" size={20} /> {t('map.freshStale')}
            </li>
          </ul>
          <ul>
            <li>
              <MarkerGlyph state="standing" approximate size={22} /> {t('map.approximate')}
            </li>
            <li>
              <svg width="20" height="20" viewBox="-10 -24 20 20" aria-hidden="true">
                <path d={HEADING} fill="var(--kv-moving)" transform="translate(0 4) scale(1.1)" />
              </svg>{' '}
              {t('map.heading')}
            </li>
            <li>
              <svg width="20" height="20" viewBox="2 -20 17 16" aria-hidden="true">
                <path d={LATE_MARK} fill="var(--kv-late)" />
              </svg>{' '}
              {t('map.lateMark')}
            </li>
            <li>
              <svg width="20" height="20" viewBox="-12 -12 24 24" aria-hidden="true">
                <circle r="9" fill="var(--kv-surface)" stroke="var(--kv-moving)" strokeWidth="3.5" strokeDasharray="36 21" />
                <circle
                  r="9"
                  fill="none"
                  stroke="var(--kv-standing)"
                  strokeWidth="3.5"
                  strokeDasharray="17 40"
                  strokeDashoffset="-38"
                />
              </svg>{' '}
              {t('map.clusterRing')}
            </li>
          </ul>
        </div>
      )}
    </aside>
  );
}
