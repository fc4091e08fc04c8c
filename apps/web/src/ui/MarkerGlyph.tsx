import type { AssetState } from '@karavan/contracts';
import { CRATE, LATE_MARK, PLATES, SILHOUETTES } from '../map/assets/silhouettes.ts';
import type { MarkerState } from '../theme/palette.ts';

interface MarkerGlyphProps {
  state: MarkerState;
  kind?: AssetState['kind'] | 'train' | 'cargo';
  freshness?: AssetState['freshness'];
  late?: boolean;
  approximate?: boolean;
  size?: number;
}

/** The very marker of the map, in the page. Decorative: the words stand beside it. */
export function MarkerGlyph({
  state,
  kind,
  freshness = 'fresh',
  late = false,
  approximate = false,
  size = 24,
}: MarkerGlyphProps) {
  const colour = `var(--kv-${state})`;
  const filled = freshness !== 'stale' && state !== 'unknown';
  const dash = state === 'unknown' ? { strokeDasharray: '4 2.6' } : {};
  return (
    <svg
      className="kv-glyph"
      width={size}
      height={size}
      viewBox={approximate ? '-20 -20 40 40' : '-17 -17 34 34'}
      aria-hidden="true"
      focusable="false"
    >
      {approximate && <circle r="18.5" fill="none" stroke={colour} strokeWidth="1.5" strokeDasharray="2.5 3.5" />}
      <g opacity={freshness === 'aging' ? 0.6 : 1}>
        <path
          d={PLATES[state]}
          fill={filled ? colour : 'var(--kv-surface)'}
          stroke={colour}
          strokeWidth={filled ? 0 : 2}
          {...dash}
        />
        {kind && <path d={kind === 'cargo' ? CRATE : SILHOUETTES[kind]} fill={filled ? 'var(--kv-on-state)' : colour} />}
      </g>
      {approximate && (
        <text className="kv-glyph-about" x={-19} y={-8} fontSize={15} fontWeight={700} fill="var(--kv-text)">
          ≈
        </text>
      )}
      {late && <path d={LATE_MARK} fill="var(--kv-late)" stroke="var(--kv-surface)" strokeWidth="1.5" />}
    </svg>
  );
}
