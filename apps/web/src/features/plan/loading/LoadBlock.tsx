import { type Dispatch, type KeyboardEvent, memo, type PointerEvent, useRef } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import type { Block, DrawnDeck, View } from './geometry.ts';
import type { Load } from './model.ts';
import { deckUnder, dragged, fitted, keyMove, nudged, type Part, partAt } from './place.ts';
import type { Step } from './reducer.ts';
import { FLOOR_M } from './Silhouette.tsx';
import { loadWords } from './words.ts';

interface LoadBlockProps extends Block {
  load: Load;
  number: number;
  deck: DrawnDeck;
  decks: readonly DrawnDeck[];
  view: View;
  isChosen: boolean;
  onChoose: (id: number) => void;
  dispatch: Dispatch<Step>;
}

const REACH_PX = 12;
const CHAR_PX = 7;

/** One load as a slider along its deck: the middle moves it, the ends stretch it. */
export const LoadBlock = memo(function LoadBlock(props: LoadBlockProps) {
  const { load, number: nth, deck, decks, view, isChosen, onChoose, dispatch, baseM, tallM } = props;
  const format = useFormat();
  const { t, tonnes } = format;
  const hold = useRef<{ fromPx: number; start: Load; deck: DrawnDeck; part: Part; moved: boolean } | null>(null);
  const [left, right] = [view.x(deck.fromM + props.fromM), view.x(deck.fromM + props.toM)];
  const top = view.y(FLOOR_M + baseM + tallM);
  const tall = tallM * view.pxPerM;
  const isPoint = load.fromM === load.toM;

  const grab = (event: PointerEvent<SVGGElement>) => {
    if (event.button !== 0) return;
    onChoose(load.id);
    event.currentTarget.setPointerCapture(event.pointerId);
    const svgLeft = event.currentTarget.ownerSVGElement?.getBoundingClientRect().left ?? 0;
    const atM = (event.clientX - svgLeft - view.x(deck.fromM)) / view.pxPerM;
    hold.current = { fromPx: event.clientX, start: load, deck, part: partAt(load, atM, REACH_PX / view.pxPerM), moved: false };
  };
  const pull = (event: PointerEvent<SVGGElement>) => {
    const held = hold.current;
    if (held === null) return;
    const byM = (event.clientX - held.fromPx) / view.pxPerM;
    const over = held.part === 'whole' ? deckUnder(held.start, held.deck, { byM, decks }) : held.deck;
    const place = dragged(onDeck(held.start, held.deck, over), held.part, { byM, deckM: over.lengthM });
    if (place.fromM === load.fromM && place.toM === load.toM && over.unit === load.unit) return;
    dispatch({ do: 'drag', change: { do: 'place', id: load.id, unit: over.unit, ...place }, first: !held.moved });
    held.moved = true;
  };
  const letGo = () => {
    hold.current = null;
  };
  const toOtherDeck = () => {
    const other = decks.find(({ unit }) => unit !== deck.unit) ?? deck;
    dispatch({ do: 'place', id: load.id, unit: other.unit, ...fitted(load, other.lengthM) });
  };
  const press = (part: Part) => (event: KeyboardEvent<SVGElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const byM = keyMove(event.key, event.shiftKey);
    if (byM !== undefined) dispatch({ do: 'place', id: load.id, ...nudged(load, part, { byM, deckM: deck.lengthM }) });
    else if ((event.key === 'PageUp' || event.key === 'PageDown') && decks.length > 1) toOtherDeck();
    else if (event.key === 'Delete' || event.key === 'Backspace') dispatch({ do: 'remove', id: load.id });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const mass = tonnes(load.massKg);
  const label = mass.length * CHAR_PX <= right - left - 4 ? mass : String(nth);
  const said = loadWords(load, format);
  const range = { tabIndex: 0, 'aria-valuemin': 0, 'aria-valuemax': deck.lengthM };
  return (
    <g className="kv-load-block">
      <g
        {...range}
        role="slider"
        data-testid={`load-${nth}`}
        aria-label={t('plan.loading.load', { number: nth })}
        aria-valuenow={load.fromM}
        aria-valuetext={said}
        onFocus={() => onChoose(load.id)}
        onKeyDown={press('whole')}
        onPointerDown={grab}
        onPointerMove={pull}
        onPointerUp={letGo}
        onPointerCancel={letGo}
      >
        <title>{`${t('plan.loading.load', { number: nth })}: ${said}`}</title>
        <rect className="kv-load-goods" x={left} y={top} width={Math.max(3, right - left)} height={tall} rx={2} />
        {isPoint && <path className="kv-load-point" d={`M${(left + right) / 2 - 5} ${top + tall} h10 l-5 -8 Z`} />}
        <text className="kv-load-mass" x={(left + right) / 2} y={top + tall / 2 + 4}>
          {label}
        </text>
        <rect
          className="kv-load-hit"
          x={left - 4}
          y={baseM > 0 ? top : Math.min(top, top + tall - 44)}
          width={right - left + 8}
          height={baseM > 0 ? tall : Math.max(44, tall)}
        />
        {!isPoint && <rect className="kv-load-edge" x={left - REACH_PX / 2} y={top} width={REACH_PX} height={tall} />}
        {!isPoint && <rect className="kv-load-edge" x={right - REACH_PX / 2} y={top} width={REACH_PX} height={tall} />}
      </g>
      {!isPoint &&
        isChosen &&
        (['from', 'to'] as const).map((part) => (
          <rect
            key={part}
            {...range}
            role="slider"
            className="kv-load-handle"
            aria-label={t(part === 'from' ? 'plan.loading.loadStart' : 'plan.loading.loadEnd', { number: nth })}
            aria-valuenow={part === 'from' ? load.fromM : load.toM}
            aria-valuetext={said}
            x={(part === 'from' ? left : right) - 2.5}
            y={top + tall / 2 - 9}
            width={5}
            height={18}
            rx={2.5}
            onKeyDown={press(part)}
          />
        ))}
    </g>
  );
});

/** The stretch in metres of another deck's headboard. */
const onDeck = ({ fromM, toM }: Load, from: DrawnDeck, to: DrawnDeck) => {
  const shiftM = from.fromM - to.fromM;
  return { fromM: fromM + shiftM, toM: toM + shiftM };
};
