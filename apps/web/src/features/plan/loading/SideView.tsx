import type { LoadStageReply, LoadVerdict } from '@karavan/contracts';
import { type Dispatch, useMemo } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { type Block, blocksOf, type Drawing, drawingOf, type View, viewOf } from './geometry.ts';
import { axleLevels } from './judge.ts';
import { LoadBlock } from './LoadBlock.tsx';
import type { Load, LoadingPlan } from './model.ts';
import type { Step } from './reducer.ts';
import { Axle, Bodies, FLOOR_M } from './Silhouette.tsx';
import { useWidth } from './use-width.ts';

interface SideViewProps {
  plan: LoadingPlan;
  reply: LoadStageReply | undefined;
  verdict: LoadVerdict | undefined;
  chosen: number | null;
  onChoose: (id: number) => void;
  dispatch: Dispatch<Step>;
}

/** The set to scale, wheels where its axles are, goods that follow the hand, and under each axle what it carries. */
export function SideView({ plan, reply, verdict, chosen, onChoose, dispatch }: SideViewProps) {
  const { t } = useFormat();
  const [frame, width] = useWidth<HTMLDivElement>();
  const stage = plan.stages[plan.at];
  const drawing = useMemo(() => drawingOf(plan.vehicle, stage?.lifted ?? []), [plan.vehicle, stage?.lifted]);
  const view = useMemo(() => viewOf(width, drawing), [width, drawing]);
  const blocks = blocksOf(stage?.loads ?? [], drawing.decks);
  const levels = axleLevels(verdict, plan.rules.ruleSet);
  return (
    <div ref={frame} className="kv-load-view">
      {width > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a drawing of things that can be moved is no fieldset
        <svg
          width={view.width}
          height={view.height}
          viewBox={`0 0 ${view.width} ${view.height}`}
          role="group"
          aria-label={t('plan.loading.sideView')}
        >
          <line className="kv-load-ground" x1={0} x2={view.width} y1={view.groundY} y2={view.groundY} />
          <Bodies drawing={drawing} view={view} />
          {drawing.axles.map((axle) => (
            <Axle
              key={axle.number}
              axle={axle}
              view={view}
              loadKg={reply?.axleLoadsKg[axle.number - 1]}
              level={levels.get(axle.number) ?? 'ok'}
            />
          ))}
          {stage?.loads.map((load, index) => {
            const deck = drawing.decks.find(({ unit }) => unit === load.unit);
            const block = blocks.get(load.id);
            return (
              deck &&
              block && (
                <LoadBlock
                  key={load.id}
                  load={load}
                  number={index + 1}
                  {...block}
                  deck={deck}
                  decks={drawing.decks}
                  view={view}
                  isChosen={load.id === chosen}
                  onChoose={onChoose}
                  dispatch={dispatch}
                />
              )
            );
          })}
          <Chosen load={stage?.loads.find(({ id }) => id === chosen)} blocks={blocks} drawing={drawing} view={view} />
        </svg>
      )}
    </div>
  );
}

interface ChosenProps {
  load: Load | undefined;
  blocks: ReadonlyMap<number, Block>;
  drawing: Drawing;
  view: View;
}

/** The outline of the load in hand, over whatever it is dragged behind. */
function Chosen({ load, blocks, drawing, view }: ChosenProps) {
  const block = load && blocks.get(load.id);
  const deck = drawing.decks.find(({ unit }) => unit === load?.unit);
  if (block === undefined || deck === undefined) return null;
  return (
    <rect
      className="kv-load-chosen"
      x={view.x(deck.fromM + block.fromM)}
      y={view.y(FLOOR_M + block.baseM + block.tallM)}
      width={(block.toM - block.fromM) * view.pxPerM}
      height={block.tallM * view.pxPerM}
      rx={2}
    />
  );
}
