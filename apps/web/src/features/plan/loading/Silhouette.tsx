import { useFormat } from '../../../format/use-format.ts';
import { type Drawing, type DrawnAxle, type DrawnDeck, endOf, type View } from './geometry.ts';
import { type Level, SHAPES } from './judge.ts';

/** Heights above the road, m: enough to know the thing by. */
export const FLOOR_M = 1.2;
const FRAME_M = { topM: 1.1, bottomM: 0.85 };
const WHEEL_M = 0.5;
const CAB_TOP_M = 3.1;
const BODY_TOP_M = 3.85;
const LIFTED_M = 0.22;

export function Bodies({ drawing, view }: { drawing: Drawing; view: View }) {
  const { x, y, pxPerM } = view;
  const { cab, frames, couplingM, decks } = drawing;
  const frameTall = (FRAME_M.topM - FRAME_M.bottomM) * pxPerM;
  const slope = 0.28 * (cab.toM - cab.fromM);
  return (
    <g>
      {frames.map(({ fromM, toM }) => (
        <rect
          key={fromM}
          className="kv-load-frame"
          x={x(fromM)}
          y={y(FRAME_M.topM)}
          width={(toM - fromM) * pxPerM}
          height={frameTall}
        />
      ))}
      <path
        className="kv-load-cab"
        d={`M${x(cab.fromM)} ${y(0.45)} V${y(1.5)} L${x(cab.fromM + slope * 0.35)} ${y(CAB_TOP_M - 0.2)} Q${x(cab.fromM + slope * 0.4)} ${y(CAB_TOP_M)} ${x(cab.fromM + slope)} ${y(CAB_TOP_M)} H${x(cab.toM)} V${y(0.75)} H${x(cab.fromM + 0.9)} V${y(0.45)} Z`}
      />
      <path
        className="kv-load-glass"
        d={`M${x(cab.fromM + 0.14)} ${y(1.75)} L${x(cab.fromM + slope * 0.5)} ${y(CAB_TOP_M - 0.35)} H${x(cab.fromM + (cab.toM - cab.fromM) * 0.62)} V${y(1.75)} Z`}
      />
      {decks.map((deck) => (
        <Deck key={deck.unit} deck={deck} view={view} />
      ))}
      {couplingM !== null && (
        <circle className="kv-load-pin" cx={x(couplingM)} cy={y(FLOOR_M - 0.05)} r={Math.max(2, 0.09 * pxPerM)} />
      )}
    </g>
  );
}

/** Whole metres from the headboard, the fifth ones longer. */
const metreMarks = (lengthM: number): number[] => Array.from({ length: Math.floor(lengthM) }, (_, i) => i + 1);

function Deck({ deck, view }: { deck: DrawnDeck; view: View }) {
  const { x, y, pxPerM } = view;
  const width = deck.lengthM * pxPerM;
  const [left, right, floor] = [x(deck.fromM), x(endOf(deck)), y(FLOOR_M)];
  return (
    <>
      <rect className="kv-load-frame" x={left} y={floor} width={width} height={Math.max(2, 0.14 * pxPerM)} />
      <path
        className="kv-load-ruler"
        d={metreMarks(deck.lengthM)
          .map((m) => `M${left + m * pxPerM} ${floor} v${m % 5 === 0 ? 7 : 4}`)
          .join(' ')}
      />
      {deck.body === 'curtain' && (
        <rect className="kv-load-body" x={left} y={y(BODY_TOP_M)} width={width} height={floor - y(BODY_TOP_M)} rx={1} />
      )}
      {deck.body === 'open' && <path className="kv-load-body" d={`M${left} ${floor} V${y(2.4)} M${right} ${floor} V${y(1.7)}`} />}
      {deck.body === 'tipper' && (
        <path className="kv-load-body" d={`M${left} ${floor} V${y(2.9)} H${right} L${right - 0.25 * pxPerM} ${floor}`} />
      )}
      {deck.body === 'tank' && (
        <path
          className="kv-load-body"
          d={`M${left + 0.4 * pxPerM} ${floor} Q${left - 0.7 * pxPerM} ${y(2.6)} ${left + 0.2 * pxPerM} ${y(3.6)} H${right - 0.2 * pxPerM} Q${right + 0.5 * pxPerM} ${y(2.6)} ${right - 0.4 * pxPerM} ${floor} Z`}
        />
      )}
      {deck.cells.length > 1 && (
        <path
          className="kv-load-cell"
          d={deck.cells
            .slice(1)
            .map(({ fromM }) => `M${left + fromM * pxPerM} ${floor} V${y(3.6)}`)
            .join(' ')}
        />
      )}
    </>
  );
}

interface AxleProps {
  axle: DrawnAxle;
  view: View;
  loadKg: number | undefined;
  level: Level;
}

/** Twin wheels show a second rim; a raised one hangs clear of the road. */
export function Axle({ axle, view, loadKg, level }: AxleProps) {
  const { t, number, tonnes } = useFormat();
  const { x, y, pxPerM, groundY } = view;
  const cx = x(axle.xM);
  const radius = WHEEL_M * pxPerM;
  const cy = y(WHEEL_M + (axle.isUp ? LIFTED_M : 0));
  const name = t(axle.isUp ? 'plan.loading.lifted' : 'plan.loading.axle', { number: axle.number });
  const said = axle.isUp || loadKg === undefined ? name : `${name}: ${tonnes(loadKg)}, ${t(`plan.loading.levels.${level}`)}`;
  return (
    <g>
      <title>{said}</title>
      <circle className="kv-load-tyre" cx={cx} cy={cy} r={radius} />
      <circle className="kv-load-rim" cx={cx} cy={cy} r={radius * 0.55} />
      {axle.wheels === 'twin' && <circle className="kv-load-twin" cx={cx} cy={cy} r={radius * 0.3} />}
      {!axle.isUp && loadKg !== undefined && (
        <>
          <text className={`kv-load-axle kv-load-is-${level}`} x={cx} y={groundY + 15}>
            {number(loadKg / 1000, 1)}
          </text>
          <text className={`kv-load-mark kv-load-is-${level}`} x={cx} y={groundY + 31}>
            {level === 'ok' ? axle.number : SHAPES[level]}
          </text>
        </>
      )}
      {axle.isUp && (
        <text className="kv-load-axle" x={cx} y={groundY + 15}>
          ↑
        </text>
      )}
    </g>
  );
}
