import type { CompartmentsReply, CompartmentsRequest, Language, PlacementReply, PlacementRequest } from '@karavan/contracts';
import { type Known, placePieces, planAxleLoads } from '@karavan/planner';
import type { Cell } from './cells.ts';
import { decksOf, type Load, type LoadingPlan, requestOf, rulesAsked, type Stage, shapeOf } from './model.ts';

export interface PieceKind {
  count: number;
  massKg: number;
  lengthM: number;
  drop: number;
}
export const MOST_KINDS = 12;

interface Pieces {
  kinds: readonly PieceKind[];
  across: number;
  doors: 'rear' | 'side';
}

/** What is asked of the planner: this vehicle, this road, this day. */
function asked({ vehicle, rules, stages }: LoadingPlan) {
  return {
    vehicle: shapeOf(vehicle),
    ...rulesAsked(rules),
    ...(rules.ruleSet === 'RU' ? { roadClasses: [rules.road] } : {}),
    liftedAxles: [...(stages[0]?.lifted ?? [])],
  };
}

export const placementOf = (plan: LoadingPlan, { kinds, across, doors }: Pieces): PlacementRequest => ({
  ...asked(plan),
  pieces: kinds.filter(({ count }) => count > 0),
  across,
  doors,
});

export interface LaidOut {
  reply: PlacementReply;
  /** so much heavier may every piece be: scales err, and snow and ropes weigh something */
  reservePct: number;
}
const RESERVE_PCT = 3;

/** Rows that would also be lawful a little heavier; without that reserve where there is none to be had. */
export function laidOut(plan: LoadingPlan, pieces: Pieces, options: { known: Known; language: Language }): LaidOut {
  const factor = 1 + RESERVE_PCT / 100;
  const kinds = pieces.kinds.map((kind) => ({ ...kind, massKg: kind.massKg * factor }));
  const heavier = placePieces(placementOf(plan, { ...pieces, kinds }), options);
  if (heavier.outcome === 'placed') return { reply: lighter(heavier, factor), reservePct: RESERVE_PCT };
  return { reply: placePieces(placementOf(plan, pieces), options), reservePct: 0 };
}

const lighter = (reply: Placed, factor: number): Placed => ({
  ...reply,
  rows: reply.rows.map((row) => ({
    ...row,
    pieces: row.pieces.map((piece) => ({ ...piece, massKg: Math.round((piece.massKg / factor) * 1e6) / 1e6 })),
  })),
});

type Placed = Extract<PlacementReply, { outcome: 'placed' }>;
type Judge = (stages: readonly Stage[]) => boolean;

/** People load by the centimetre: places are rounded as far as every stage stays lawful. */
const GRAINS_M = [0.05, 0.01, 0.001, 0.0001, 0.000001];

/** Rows as loads: one a row, the same on every stage, lighter when a part of it has gone. */
export function stagesFrom({ rows, loads }: Placed, plan: LoadingPlan, isLawful: Judge): Stage[] {
  const [deck] = decksOf(plan.vehicle);
  let stages: Stage[] = [];
  for (const grainM of GRAINS_M) {
    const starts = startsOf(rows, grainM);
    const endM = (starts.at(-1) ?? 0) + (rows.at(-1)?.lengthM ?? 0);
    if (endM > (deck?.lengthM ?? 0) + 1e-9) continue;
    stages = loads.stages.map((_, stage) => stageOf(rows, { starts, stage, plan }));
    if (isLawful(stages)) return stages;
  }
  return stages;
}

/** Where rows begin, moved back to the grain: one never stands in the row ahead of it. */
function startsOf(rows: Placed['rows'], grainM: number): number[] {
  const up = (metres: number) => Math.round(Math.ceil(metres / grainM - 1e-6) * grainM * 1e6) / 1e6;
  let freeM = 0;
  return rows.map(({ xM, lengthM }) => {
    const startM = up(Math.max(freeM, xM - lengthM / 2));
    freeM = startM + lengthM;
    return startM;
  });
}

function stageOf(rows: Placed['rows'], at: { starts: readonly number[]; stage: number; plan: LoadingPlan }): Stage {
  const unit = decksOf(at.plan.vehicle)[0]?.unit ?? 'rigid';
  return {
    name: '',
    lifted: at.plan.stages[0]?.lifted ?? [],
    loads: rows.flatMap(({ lengthM, pieces }, row): Load[] => {
      const massKg = pieces.reduce((sum, piece) => (piece.drop > at.stage ? sum + piece.massKg : sum), 0);
      const fromM = at.starts[row] ?? 0;
      const toM = Math.round((fromM + lengthM) * 1e6) / 1e6;
      return massKg === 0 ? [] : [{ id: row + 1, massKg, fromM, toM, unit }];
    }),
  };
}

export const compartmentsOf = (plan: LoadingPlan, cells: readonly Cell[], totalKg: number): CompartmentsRequest => ({
  ...asked(plan),
  compartments: cells.map(({ xM, maxKg }, i) => ({ name: String(i + 1), xM, maxKg })),
  totalKg,
});

type Planned = Extract<CompartmentsReply, { outcome: 'planned' }>;
interface Filling {
  cells: readonly Cell[];
  plan: LoadingPlan;
  nameOf: (emptied: readonly string[]) => string;
  isLawful: Judge;
}

/** Scales show tens of kilograms: masses are rounded down as far as every step stays lawful. */
const GRAINS_KG = [10, 1, 0.001, 0.000001];

/** Full, then after each compartment that is emptied. */
export function fillStages(reply: Planned, filling: Filling): Stage[] {
  let stages: Stage[] = [];
  for (const grainKg of GRAINS_KG) {
    const masses = reply.fill.map(({ massKg }) => Math.round(Math.floor(massKg / grainKg + 1e-6) * grainKg * 1e6) / 1e6);
    stages = stepsOf(reply, masses, filling);
    if (filling.isLawful(stages)) return stages;
  }
  return stages;
}

function stepsOf({ fill, emptyingOrder }: Planned, masses: readonly number[], { cells, plan, nameOf }: Filling): Stage[] {
  const unit = decksOf(plan.vehicle)[0]?.unit ?? 'rigid';
  const lifted = plan.stages[0]?.lifted ?? [];
  const used = emptyingOrder.filter((name) => (masses[fill.findIndex((one) => one.name === name)] ?? 0) > 0);
  return [[], ...used.map((_, i) => used.slice(0, i + 1))].map((emptied) => ({
    name: nameOf(emptied),
    lifted,
    loads: fill.flatMap(({ name }, i): Load[] => {
      const [xM, massKg] = [cells[i]?.xM ?? 0, masses[i] ?? 0];
      return massKg <= 0 || emptied.includes(name) ? [] : [{ id: i + 1, massKg, fromM: xM, toM: xM, unit }];
    }),
  }));
}

/** Whether every stage is lawful as this screen would show it, on the road chosen. */
export function lawfulOn(plan: LoadingPlan, known: Known): Judge {
  const { rules } = plan;
  return (stages) => {
    const roadClasses = rules.ruleSet === 'RU' ? { roadClasses: [rules.road] } : {};
    const request = requestOf({ plan: { ...plan, stages }, shape: shapeOf(plan.vehicle), ...roadClasses, stageName: String });
    return planAxleLoads(request, known).ok;
  };
}
