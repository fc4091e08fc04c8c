import type { AxleLoadsRequest, PlanLoad, RigidTruck, TractorTruck } from '@karavan/contracts';
import { decksOf, type Load, type LoadingPlan, MOST_LOADS, MOST_STAGES, type Rules, type Stage } from './model.ts';
import { fitted } from './place.ts';
import type { Vehicle } from './units.ts';

export type Change =
  | { do: 'vehicle'; vehicle: Vehicle }
  | { do: 'place'; id: number; fromM: number; toM: number; unit?: Load['unit'] }
  | { do: 'mass'; id: number; massKg: number }
  | { do: 'add' }
  | { do: 'remove'; id: number }
  | { do: 'lift'; axle: number }
  | { do: 'addStage' }
  | { do: 'removeStage' }
  | { do: 'rename'; name: string }
  | { do: 'go'; at: number }
  | { do: 'rules'; rules: Partial<Rules> }
  | { do: 'fill'; loads: readonly Omit<Load, 'id'>[] }
  | { do: 'layOut'; stages: readonly Stage[] }
  | { do: 'apply'; request: AxleLoadsRequest };

const NEW_KG = 1000;
const NEW_M = 1.2;

/** The plan after one change. Goods that stay aboard keep their place on every stage; masses change from this stage on. */
export function changed(plan: LoadingPlan, change: Change): LoadingPlan {
  switch (change.do) {
    case 'vehicle':
      return onVehicle(plan, change.vehicle);
    case 'place': {
      const { fromM, toM, unit } = change;
      return eachLoad(plan, 0, (load) =>
        load.id === change.id ? { ...load, fromM, toM, ...(unit === undefined ? {} : { unit }) } : load,
      );
    }
    case 'mass':
      return eachLoad(plan, plan.at, (load) => (load.id === change.id ? { ...load, massKg: change.massKg } : load));
    case 'add':
      return added(plan);
    case 'remove':
      return eachStage(plan, plan.at, (stage) => ({ ...stage, loads: stage.loads.filter(({ id }) => id !== change.id) }));
    case 'lift':
      return eachStage(plan, plan.at, (stage, index) => (index === plan.at ? lifted(stage, change.axle) : stage));
    case 'addStage':
      return addedStage(plan);
    case 'removeStage': {
      if (plan.stages.length < 2) return plan;
      const stages = plan.stages.filter((_, index) => index !== plan.at);
      return { ...plan, stages, at: Math.min(plan.at, stages.length - 1) };
    }
    case 'rename':
      return eachStage(plan, plan.at, (stage, index) => (index === plan.at ? { ...stage, name: change.name } : stage));
    case 'go':
      return { ...plan, at: Math.max(0, Math.min(plan.stages.length - 1, change.at)) };
    case 'rules':
      return { ...plan, rules: { ...plan.rules, ...change.rules } };
    case 'fill':
      return {
        ...plan,
        at: 0,
        stages: [{ ...firstStage(plan), loads: change.loads.map((load, i) => ({ ...load, id: i + 1 })) }],
      };
    case 'layOut':
      return { ...plan, at: 0, stages: change.stages };
    case 'apply':
      return applied(plan, change.request);
  }
}

const firstStage = ({ stages }: LoadingPlan): Stage => stages[0] ?? { name: '', loads: [], lifted: [] };

function eachStage(plan: LoadingPlan, from: number, change: (stage: Stage, index: number) => Stage): LoadingPlan {
  return { ...plan, stages: plan.stages.map((stage, index) => (index < from ? stage : change(stage, index))) };
}

const eachLoad = (plan: LoadingPlan, from: number, change: (load: Load) => Load): LoadingPlan =>
  eachStage(plan, from, (stage) => ({ ...stage, loads: stage.loads.map(change) }));

/** Another vehicle under the same goods: what no longer fits is moved or shortened, axles are all down. */
function onVehicle(plan: LoadingPlan, vehicle: Vehicle): LoadingPlan {
  const decks = decksOf(vehicle);
  const isOther = vehicle.type !== plan.vehicle.type;
  const moved = eachLoad({ ...plan, vehicle }, 0, (load) => {
    const deck = decks.find(({ unit }) => unit === load.unit) ?? decks[0];
    return deck === undefined ? load : { ...load, unit: deck.unit, ...fitted(load, deck.lengthM) };
  });
  return isOther ? eachStage(moved, 0, (stage) => ({ ...stage, lifted: [] })) : moved;
}

/** Behind what already stands there; where no room is left, at the end of the deck. */
function added(plan: LoadingPlan): LoadingPlan {
  const here = plan.stages[plan.at];
  const deck = decksOf(plan.vehicle).at(-1);
  if (here === undefined || deck === undefined || here.loads.length >= MOST_LOADS) return plan;
  const id = 1 + Math.max(0, ...plan.stages.flatMap(({ loads }) => loads.map((load) => load.id)));
  const endM = Math.max(0, ...here.loads.filter(({ unit }) => unit === deck.unit).map(({ toM }) => toM));
  const place = fitted({ fromM: endM, toM: endM + NEW_M }, deck.lengthM);
  const load: Load = { id, massKg: NEW_KG, unit: deck.unit, ...place };
  return eachStage(plan, plan.at, (stage) => ({ ...stage, loads: [...stage.loads, load] }));
}

const lifted = (stage: Stage, axle: number): Stage => ({
  ...stage,
  lifted: stage.lifted.includes(axle)
    ? stage.lifted.filter((number) => number !== axle)
    : [...stage.lifted, axle].sort((a, b) => a - b),
});

/** One more drop after the last: what was aboard without the load nearest to the doors. */
function addedStage(plan: LoadingPlan): LoadingPlan {
  const last = plan.stages.at(-1);
  if (last === undefined || plan.stages.length >= MOST_STAGES) return plan;
  const rear = last.loads.reduce<Load | undefined>((most, load) => (most && most.toM >= load.toM ? most : load), undefined);
  const loads = last.loads.filter((load) => load !== rear);
  return { ...plan, stages: [...plan.stages, { name: '', loads, lifted: last.lifted }], at: plan.stages.length };
}

/** What a repair of the planner asks for; loads are matched by their order, which no repair changes. */
function applied(plan: LoadingPlan, request: AxleLoadsRequest): LoadingPlan {
  const stages = plan.stages.map((stage, i): Stage => {
    const asked = request.stages[i];
    if (asked === undefined) return stage;
    const loads = stage.loads.map((load, j) => withPlace(load, asked.loads[j]));
    return { ...stage, loads, lifted: asked.liftedAxles ?? [] };
  });
  const road = request.roadClasses?.[0] ?? plan.rules.road;
  const rules: Rules = { ...plan.rules, road, on: request.on ?? plan.rules.on };
  return { ...plan, vehicle: vehicleAsked(plan.vehicle, request), stages, rules };
}

function withPlace(load: Load, asked: PlanLoad | undefined): Load {
  if (asked === undefined) return load;
  const fromM = asked.xM ?? asked.fromM ?? load.fromM;
  return { ...load, massKg: Math.floor(asked.massKg), fromM, toM: asked.xM ?? asked.toM ?? load.toM };
}

function vehicleAsked(vehicle: Vehicle, { vehicle: asked }: AxleLoadsRequest): Vehicle {
  if (typeof asked === 'string' || asked.type === 'truck_drawbar') return vehicle;
  const motor: string | RigidTruck | TractorTruck = asked.type === 'rigid' ? asked.rigid : asked.tractor;
  return { ...vehicle, motor };
}

/** The plan with the ways back. A drag is one step, however many moves it took. */
export interface History {
  now: LoadingPlan;
  past: readonly LoadingPlan[];
}
export type Step =
  | Change
  | { do: 'undo' }
  | { do: 'restore'; plan: LoadingPlan }
  | { do: 'drag'; change: Change; first: boolean };

const MOST_BACK = 50;

export function stepped({ now, past }: History, step: Step): History {
  if (step.do === 'undo') {
    const before = past.at(-1);
    return before === undefined ? { now, past } : { now: before, past: past.slice(0, -1) };
  }
  if (step.do === 'restore') return { now: step.plan, past: [] };
  const next = changed(now, step.do === 'drag' ? step.change : step);
  const keepsPast = next === now || step.do === 'go' || (step.do === 'drag' && !step.first);
  return { now: next, past: keepsPast ? past : [...past, now].slice(-MOST_BACK) };
}
