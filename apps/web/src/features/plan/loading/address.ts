import {
  CalendarDay,
  CentreAxleTrailer,
  DrawbarTrailer,
  RigidTruck,
  RoadClass,
  RuleSetName,
  Semitrailer,
  TractorTruck,
} from '@karavan/contracts';
import { decksOf, type Load, type LoadingPlan, MOST_LOADS, MOST_STAGES, type OnUnit, type Stage } from './model.ts';
import { type Motor, motorsOf, type SetType, type Trailer, trailersOf, type Vehicle } from './units.ts';

const TYPES: Record<string, SetType> = { rigid: 'rigid', semi: 'tractor_semitrailer', drawbar: 'truck_drawbar' };
const DECKS: Record<string, OnUnit> = { r: 'rigid', t: 'trailer' };

/** What a plan leaves in the address: `set=semi&truck=…&trailer=…&stage=20000@2..10t~5~Departure`. */
export function addressOf({ vehicle, stages, at, rules }: LoadingPlan): URLSearchParams {
  const address = new URLSearchParams();
  const set = Object.keys(TYPES).find((key) => TYPES[key] === vehicle.type) ?? 'rigid';
  address.set('set', set);
  address.set('truck', unitWords(vehicle.motor));
  if (vehicle.type !== 'rigid' && vehicle.trailer !== undefined) address.set('trailer', unitWords(vehicle.trailer));
  for (const { loads, lifted, name } of stages)
    address.append('stage', `${loads.map(loadWords).join('_')}~${lifted.join('.')}~${name}`);
  if (at > 0) address.set('at', String(at + 1));
  address.set('rules', rules.ruleSet);
  address.set('road', rules.road);
  address.set('on', rules.on);
  for (const key of ['region', 'cargo'] as const) if (rules[key] !== '') address.set(key, rules[key]);
  if (rules.temperatureC !== null) address.set('t', String(rules.temperatureC));
  return address;
}

const unitWords = (unit: string | object): string => (typeof unit === 'string' ? unit : JSON.stringify(unit));

function loadWords({ massKg, fromM, toM, unit }: Load): string {
  const place = fromM === toM ? `${fromM}` : `${fromM}..${toM}`;
  return `${massKg}@${place}${unit === 'rigid' ? 'r' : 't'}`;
}

export interface Restored {
  plan: LoadingPlan;
  /** parts of the address that could not be read and were left out */
  unread: readonly string[];
}

/** The plan of an address, over what stands where it says nothing. Nothing in it is trusted. */
export function planOf(address: URLSearchParams, standard: LoadingPlan): Restored {
  const unread: string[] = [];
  const read = <T>(key: string, how: (text: string) => T | undefined, otherwise: T): T => {
    const text = address.get(key);
    if (text === null) return otherwise;
    const value = how(text);
    if (value === undefined) unread.push(key);
    return value ?? otherwise;
  };
  const vehicle = readVehicle(address, standard.vehicle, unread);
  const stages = address.has('stage') ? readStages(address.getAll('stage'), vehicle, unread) : standard.stages;
  const { rules } = standard;
  const plan: LoadingPlan = {
    vehicle,
    stages: stages.length === 0 ? standard.stages : stages,
    at: 0,
    rules: {
      ruleSet: read('rules', (text) => RuleSetName.safeParse(text).data, rules.ruleSet),
      road: read('road', (text) => RoadClass.safeParse(text).data, rules.road),
      on: read('on', (text) => (text === '' ? text : CalendarDay.safeParse(text).data), rules.on),
      region: read('region', short, rules.region),
      cargo: read('cargo', short, rules.cargo),
      temperatureC: read<number | null>('t', (text) => numberIn(text, -90, 70), rules.temperatureC),
    },
  };
  const at = read('at', (text) => numberIn(text, 1, plan.stages.length), 1);
  return { plan: { ...plan, at: Math.floor(at) - 1 }, unread };
}

const short = (text: string): string | undefined => (text.length <= 200 ? text : undefined);

function numberIn(text: string, least: number, most: number): number | undefined {
  const value = /^-?\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

function readVehicle(address: URLSearchParams, standard: Vehicle, unread: string[]): Vehicle {
  const set = address.get('set');
  if (set === null) return standard;
  const type = Object.hasOwn(TYPES, set) ? TYPES[set] : undefined;
  if (type === undefined) {
    unread.push('set');
    return standard;
  }
  const motor = readUnit(address.get('truck'), motorsOf(type), (value) => motorShape(type, value));
  const trailer =
    type === 'rigid' ? undefined : readUnit(address.get('trailer'), trailersOf(type), (value) => trailerShape(type, value));
  if (motor === undefined) unread.push('truck');
  if (type !== 'rigid' && trailer === undefined) unread.push('trailer');
  return {
    type,
    motor: motor ?? motorsOf(type)[0]?.id ?? '',
    ...(type === 'rigid' ? {} : { trailer: trailer ?? trailersOf(type)[0]?.id }),
  };
}

function readUnit<T>(
  text: string | null,
  known: readonly { id: string }[],
  shape: (value: unknown) => T | undefined,
): string | T | undefined {
  if (text === null || known.some(({ id }) => id === text)) return text ?? undefined;
  try {
    return shape(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const motorShape = (type: SetType, value: unknown): Motor | undefined =>
  (type === 'tractor_semitrailer' ? TractorTruck : RigidTruck).safeParse(value).data;

function trailerShape(type: SetType, value: unknown): Trailer | undefined {
  if (type === 'tractor_semitrailer') return Semitrailer.safeParse(value).data;
  return CentreAxleTrailer.safeParse(value).data ?? DrawbarTrailer.safeParse(value).data;
}

function readStages(texts: readonly string[], vehicle: Vehicle, unread: string[]): Stage[] {
  const units = decksOf(vehicle).map(({ unit }) => unit);
  let lastId = 0;
  const stages: Stage[] = [];
  for (const text of texts.slice(0, MOST_STAGES)) {
    const [, goods = '', up = '', name = ''] = /^([^~]*)~([\d.]*)~(.*)$/s.exec(text) ?? [];
    const parts = goods === '' ? [] : goods.split('_').slice(0, MOST_LOADS);
    const read = parts.map((part) => readLoad(part, units));
    if (read.includes(undefined) || !text.includes('~')) unread.push('stage');
    const before = [...(stages.at(-1)?.loads ?? [])];
    const loads = read
      .filter((load) => load !== undefined)
      .map((load) => {
        const same = before.findIndex(({ fromM, toM, unit }) => fromM === load.fromM && toM === load.toM && unit === load.unit);
        const id = same < 0 ? ++lastId : (before.splice(same, 1)[0]?.id ?? ++lastId);
        return { ...load, id };
      });
    const lifted = up
      .split('.')
      .map(Number)
      .filter((axle) => Number.isInteger(axle) && axle >= 1 && axle <= 40);
    stages.push({ name: name.slice(0, 200), loads, lifted });
  }
  return stages;
}

function readLoad(text: string, units: readonly OnUnit[]): Omit<Load, 'id'> | undefined {
  const [, mass = '', from = '', to, deck = ''] = /^([\d.]+)@(-?[\d.]+?)(?:\.\.(-?[\d.]+))?([rt])$/.exec(text) ?? [];
  const massKg = numberIn(mass, 0, 1_000_000);
  const fromM = numberIn(from, -100, 100);
  const toM = to === undefined ? fromM : numberIn(to, -100, 100);
  const unit = DECKS[deck];
  if (massKg === undefined || fromM === undefined || toM === undefined || toM < fromM || unit === undefined) return undefined;
  return units.includes(unit) ? { massKg, fromM, toM, unit } : undefined;
}
