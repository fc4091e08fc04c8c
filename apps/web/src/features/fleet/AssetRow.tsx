import type { AssetState } from '@karavan/contracts';
import { memo, useSyncExternalStore } from 'react';
import { Link } from 'react-router';
import { useFormat } from '../../format/use-format.ts';
import { assetPath } from '../../live/asset-path.ts';
import { useLive } from '../../live/live-context.tsx';
import { MOVING_KMH } from '../../live/marker-state.ts';
import type { MarkerState } from '../../theme/palette.ts';
import { MarkerGlyph } from '../../ui/MarkerGlyph.tsx';
import { statusWords } from '../../ui/status-words.ts';
import { Time } from '../../ui/Time.tsx';
import { useAtSearch } from './use-at-search.ts';

interface AssetRowProps {
  asset: AssetState;
  state: MarkerState;
  late: boolean;
}

/** One line of the list; pointing at it marks its marker, pointing at the marker marks the line. */
export const AssetRow = memo(function AssetRow({ asset, state, late }: AssetRowProps) {
  const { t, speed } = useFormat();
  const { controller } = useLive();
  const hovered = useSyncExternalStore(controller.hovered.subscribe, () => controller.hovered.get() === asset.id);
  const { position } = asset;
  const at = useAtSearch(asset);
  const hover = (on: boolean) => controller.hovered.set(on ? asset.id : null);
  return (
    <li data-hovered={hovered}>
      <Link
        to={`${assetPath(asset)}${at}`}
        className="kv-row"
        onMouseEnter={() => hover(true)}
        onMouseLeave={() => hover(false)}
        onFocus={() => hover(true)}
        onBlur={() => hover(false)}
      >
        <MarkerGlyph
          state={state}
          kind={asset.kind}
          freshness={asset.freshness}
          late={late}
          approximate={position?.approximate === true}
          size={28}
        />
        <span className="kv-row-main">
          <span className="kv-row-title">{asset.label}</span>
          <span className="kv-row-note">
            {statusWords(t, asset.status)}
            {(position?.speedKmh ?? 0) > MOVING_KMH && ` · ${speed(position?.speedKmh ?? 0)}`}
          </span>
        </span>
        <span className="kv-row-side">
          {position ? <Time at={position.at} as={at === '' ? 'ago' : 'clock'} /> : t('fleet.noPosition')}
          {late ? (
            <strong className="kv-row-note kv-late">{t('shipments.late')}</strong>
          ) : (
            asset.freshness !== 'fresh' &&
            (position !== null || asset.kind === 'wagon') && (
              <span className="kv-row-note">{t(`freshness.${asset.freshness}`)}</span>
            )
          )}
        </span>
      </Link>
    </li>
  );
});
