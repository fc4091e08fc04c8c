import { useSyncExternalStore } from 'react';
import { Link } from 'react-router';
import { useFormat } from '../../format/use-format.ts';
import { trainPath } from '../../live/asset-path.ts';
import { useLive } from '../../live/live-context.tsx';
import { MarkerGlyph } from '../../ui/MarkerGlyph.tsx';
import { statusWords } from '../../ui/status-words.ts';
import { Time } from '../../ui/Time.tsx';
import type { TrainEntry } from './train-rows.ts';

/** A train in the list: one line for all its wagons, as it is one marker on the map. */
export function TrainRow({ train, rows }: Pick<TrainEntry, 'train' | 'rows'>) {
  const { t } = useFormat();
  const { controller } = useLive();
  const [{ asset, state }] = rows;
  const isOne = (id: string | null) => rows.some((row) => row.asset.id === id);
  const hovered = useSyncExternalStore(controller.hovered.subscribe, () => isOne(controller.hovered.get()));
  const hover = (on: boolean) => controller.hovered.set(on ? asset.id : null);
  const late = rows.filter((row) => row.late).length;
  const { position } = asset;
  return (
    <li data-hovered={hovered} data-testid={`train-${train}`}>
      <Link
        to={trainPath(train)}
        className="kv-row"
        onMouseEnter={() => hover(true)}
        onMouseLeave={() => hover(false)}
        onFocus={() => hover(true)}
        onBlur={() => hover(false)}
      >
        <MarkerGlyph
          state={state}
          kind="train"
          freshness={asset.freshness}
          late={late > 0}
          approximate={position?.approximate === true}
          size={28}
        />
        <span className="kv-row-main">
          <span className="kv-row-title">{t('train.title', { train })}</span>
          <span className="kv-row-note">
            {t('train.wagons', { count: rows.length })} · {statusWords(t, asset.status)}
          </span>
        </span>
        <span className="kv-row-side">
          {position && <Time at={position.at} as="ago" />}
          {late > 0 && <strong className="kv-row-note kv-late">{t('train.late', { count: late })}</strong>}
        </span>
      </Link>
    </li>
  );
}
