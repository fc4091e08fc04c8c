import type {
  AxleLoadsRequest,
  CentreAxleTrailer,
  DrawbarTrailer,
  PlanLoad,
  RigidTruck,
  RoadClass,
  RuleSetName,
  Semitrailer,
  TractorTruck,
  VehicleShape,
  VerdictKey,
} from '@karavan/contracts';
import { motorOf, trailerOf, type Vehicle } from './units.ts';

export type OnUnit = 'rigid' | 'trailer';

/** Metres from the headboard of its deck; a point has both ends at one place. One id is the same goods on every stage. */
export interface Load {
  id: number;
  massKg: number;
  fromM: number;
  toM: number;
  unit: OnUnit;
}

export interface Stage {
  name: string;
  loads: readonly Load[];
  lifted: readonly number[];
}

export interface Rules {
  ruleSet: RuleSetName;
  road: RoadClass;
  /** empty: not said */
  on: string;
  region: string;
  cargo: string;
  temperatureC: number | null;
}

/** All that a link to this screen restores. */
export interface LoadingPlan {
  vehicle: Vehicle;
  stages: readonly Stage[];
  /** the stage that is shown */
  at: number;
  rules: Rules;
}

export const MOST_STAGES = 20;
export const MOST_LOADS = 60;

/** 20 t over eight metres two metres behind the headboard: lawful on one class of roads and not on the next. */
export function examplePlan(on: string): LoadingPlan {
  return {
    vehicle: { type: 'tractor_semitrailer', motor: 'volvo-fh-4x2', trailer: 'tilt-13.6' },
    stages: [{ name: '', loads: [{ id: 1, massKg: 20_000, fromM: 2, toM: 10, unit: 'trailer' }], lifted: [] }],
    at: 0,
    rules: { ruleSet: 'RU', road: '10', on, region: '', cargo: '', temperatureC: null },
  };
}

export const verdictKeyOf = ({ ruleSet, road }: Rules): VerdictKey => (ruleSet === 'RU' ? road : ruleSet);

/** The vehicle as the planner is asked: ids it knows stay ids. */
export function shapeOf(vehicle: Vehicle): VehicleShape {
  const { type, motor } = vehicle;
  if (type === 'rigid') return { type, rigid: motor as string | RigidTruck };
  if (type === 'tractor_semitrailer')
    return { type, tractor: motor as string | TractorTruck, trailer: vehicle.trailer as string | Semitrailer };
  return {
    type,
    rigid: motorOf(vehicle) as RigidTruck,
    trailer: trailerOf(vehicle) as DrawbarTrailer | CentreAxleTrailer,
  };
}

/** Where the goods may stand, front to back. */
export function decksOf(vehicle: Vehicle): { unit: OnUnit; lengthM: number }[] {
  const motor = motorOf(vehicle);
  const trailer = trailerOf(vehicle);
  return [
    ...('bodyLengthM' in motor ? [{ unit: 'rigid' as const, lengthM: motor.bodyLengthM }] : []),
    ...(trailer === undefined ? [] : [{ unit: 'trailer' as const, lengthM: trailer.deckLengthM }]),
  ];
}

type Asked = { plan: LoadingPlan; shape: VehicleShape; roadClasses?: RoadClass[]; stageName: (index: number) => string };

/** The question put to the planner; names of stages nobody named are given here, since its sentences speak them. */
export function requestOf({ plan, shape, roadClasses, stageName }: Asked): AxleLoadsRequest {
  const severalDecks = plan.vehicle.type === 'truck_drawbar';
  return {
    vehicle: shape,
    ...rulesAsked(plan.rules),
    ...(roadClasses === undefined ? {} : { roadClasses }),
    stages: plan.stages.map(({ name, loads, lifted }, index) => ({
      name: name === '' ? stageName(index) : name,
      loads: loads.map((load) => planLoad(load, severalDecks)),
      liftedAxles: [...lifted],
    })),
    tolerancePct: 0,
  };
}

export function rulesAsked({ ruleSet, on, region, cargo, temperatureC }: Rules) {
  return {
    ruleSet,
    ...(on === '' ? {} : { on }),
    ...(region.trim() === '' ? {} : { region: region.trim() }),
    ...(cargo.trim() === '' ? {} : { cargo: cargo.trim() }),
    ...(temperatureC === null ? {} : { temperatureC }),
  };
}

function planLoad({ massKg, fromM, toM, unit }: Load, severalDecks: boolean): PlanLoad {
  const place = fromM === toM ? { xM: fromM } : { fromM, toM };
  return { massKg, ...place, ...(severalDecks ? { unit } : {}) };
}
