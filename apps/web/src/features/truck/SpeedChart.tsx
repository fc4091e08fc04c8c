import type { TruckHistory } from '@karavan/contracts';
import { type MouseEvent, useMemo, useSyncExternalStore } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { replay } from '../../live/replay.ts';
import { type SpeedRun, speedRuns } from './speed-runs.ts';

const WIDTH = 360;
const HEIGHT = 64;
/** The axis reaches at least this, so that a crawl does not look like a race. */
const LEAST_TOP_KMH = 60;

/** Speed over time; silences are empty and dashed below. A click looks at that moment. */
export function SpeedChart({ history, onPick }: { history: TruckHistory; onPick: (atMs: number) => void }) {
  const { t, speed, dayTime } = useFormat();
  // the chart is of what is known, not of the hours asked for
  const [fromMs, toMs] = [(history.points[0]?.[0] ?? 0) * 1000, (history.points.at(-1)?.[0] ?? 0) * 1000 + 1];
  const runs = useMemo(() => speedRuns(history, { fromMs, toMs }), [history, fromMs, toMs]);
  const fastest = Math.max(0, ...runs.flat().map(({ kmh }) => kmh));
  if (runs.length === 0) return null;
  const top = Math.max(LEAST_TOP_KMH, fastest * 1.05);
  const xOf = (at: string) => ((Date.parse(at) - fromMs) / (toMs - fromMs)) * WIDTH;
  const pick = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onPick(fromMs + ((event.clientX - box.left) / box.width) * (toMs - fromMs));
  };
  return (
    <figure className="kv-speed">
      <figcaption>
        <span>{t('truck.speed.title')}</span> <span className="kv-note">{t('truck.speed.max', { max: speed(fastest) })}</span>
      </figcaption>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the scrubber on the map is the keyboard's way to any moment */}
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('truck.speed.label', { max: speed(fastest) })}
        onClick={pick}
        data-testid="speed-chart"
      >
        {history.gaps.map(({ from, to }) => (
          <line key={from} className="kv-speed-gap" x1={xOf(from)} x2={xOf(to)} y1={HEIGHT - 1.5} y2={HEIGHT - 1.5}>
            <title>{t('truck.speed.gap')}</title>
          </line>
        ))}
        {runs.map((run) => (
          <path key={run[0]?.x} className="kv-speed-run" d={areaOf(run, top)} />
        ))}
        <Cursor fromMs={fromMs} toMs={toMs} />
      </svg>
      <div className="kv-speed-ends kv-note">
        <span>{dayTime(fromMs)}</span>
        <span>{dayTime(toMs)}</span>
      </div>
    </figure>
  );
}

function areaOf(run: SpeedRun, top: number): string {
  const at = (x: number) => (x * WIDTH).toFixed(1);
  const [first, last] = [run[0]?.x ?? 0, run.at(-1)?.x ?? 0];
  const line = run.map(({ x, kmh }) => `L${at(x)} ${(HEIGHT - (kmh / top) * HEIGHT).toFixed(1)}`).join('');
  return `M${at(first)} ${HEIGHT}${line}L${at(Math.max(last, first + 1 / WIDTH))} ${HEIGHT}Z`;
}

/** The moment that is looked at, and nothing else of the chart, moves with the replay. */
function Cursor({ fromMs, toMs }: { fromMs: number; toMs: number }) {
  const atMs = useSyncExternalStore(replay.subscribe, () => replay.get()?.atMs ?? null);
  if (atMs === null || atMs < fromMs || atMs > toMs) return null;
  const x = ((atMs - fromMs) / (toMs - fromMs)) * WIDTH;
  return <line className="kv-speed-cursor" x1={x} x2={x} y1={0} y2={HEIGHT} />;
}
