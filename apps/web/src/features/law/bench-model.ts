import {
  AxleLoadsRequest,
  type LawItem,
  type LawProposal,
  MaxPayloadRequest,
  ROAD_CLASSES,
  type RoadClass,
  type RuleSetName,
  type StoredLaw,
  type Trial,
} from '@karavan/contracts';
import { InputError, type InputIssue, LAW, type LawBook, mergeLaw, proposeChange, proposeItem, TRACTORS } from '@karavan/planner';
import { today, versionsOf } from './use-law.ts';

/** A truck on the bench, as the address keeps it. */
export interface BenchTruck {
  motor: string;
  trailer: string;
  ask: 'loads' | 'payload';
  massT: number;
  atM: number;
  region: string;
  cargo: string;
  temperatureC: number | null;
  /** empty: every road */
  road: string;
}

export const FIRST_TRUCK: BenchTruck = {
  motor: 'volvo-fh-4x2',
  trailer: 'tilt-13.6',
  ask: 'loads',
  massT: 20,
  atM: 6.8,
  region: '',
  cargo: '',
  temperatureC: null,
  road: '',
};

export const isTractor = (motor: string): boolean => TRACTORS.some(({ id }) => id === motor);
const NUMBERS = ['massT', 'atM'] as const;

/** @returns the truck of an address; what it does not say is as on the first one */
export function truckOf(params: URLSearchParams): BenchTruck {
  const text = (name: keyof BenchTruck, otherwise: string) => params.get(name) ?? otherwise;
  const number = (name: (typeof NUMBERS)[number]) => {
    const given = Number(params.get(name) ?? FIRST_TRUCK[name]);
    return Number.isFinite(given) ? given : FIRST_TRUCK[name];
  };
  const heat = Number(params.get('temperatureC') || Number.NaN);
  return {
    motor: text('motor', FIRST_TRUCK.motor),
    trailer: text('trailer', FIRST_TRUCK.trailer),
    ask: params.get('ask') === 'payload' ? 'payload' : 'loads',
    massT: number('massT'),
    atM: number('atM'),
    region: text('region', ''),
    cargo: text('cargo', ''),
    temperatureC: Number.isFinite(heat) ? heat : null,
    road: text('road', ''),
  };
}

export type Question = Pick<Trial, 'plan' | 'request'>;
type Asked = { question: Question; problem?: never } | { question?: never; problem: readonly InputIssue[] };

/** The question a truck stands for, under a law; of an example everything but day and place stays. */
export function questionOf(truck: BenchTruck, { ruleSet, example }: { ruleSet: RuleSetName; example: Trial | undefined }): Asked {
  const { region, cargo, temperatureC, road } = truck;
  const place = {
    ...(region.trim() === '' ? {} : { region: region.trim() }),
    ...(cargo.trim() === '' ? {} : { cargo: cargo.trim() }),
    ...(temperatureC === null ? {} : { temperatureC }),
    ...(isRoad(road) ? { roadClasses: [road] } : {}),
  };
  if (example !== undefined) return { question: { plan: example.plan, request: { ...example.request, ...place } } as Question };
  const vehicle = isTractor(truck.motor)
    ? { type: 'tractor_semitrailer', tractor: truck.motor, trailer: truck.trailer }
    : { type: 'rigid', rigid: truck.motor };
  const asked = { vehicle, ruleSet, ...place };
  if (truck.ask === 'payload') {
    const parsed = MaxPayloadRequest.safeParse({ ...asked, placement: { kind: 'point', xM: truck.atM } });
    return parsed.success ? { question: { plan: 'max-payload', request: parsed.data } } : { problem: issuesOf(parsed.error) };
  }
  const stages = [{ name: 'departure', loads: [{ massKg: truck.massT * 1000, xM: truck.atM }] }];
  const parsed = AxleLoadsRequest.safeParse({ ...asked, stages });
  return parsed.success ? { question: { plan: 'axle-loads', request: parsed.data } } : { problem: issuesOf(parsed.error) };
}

const isRoad = (road: string): road is RoadClass => ROAD_CLASSES.some((one) => one === road);
const issuesOf = (error: { issues: readonly { path: PropertyKey[]; message: string }[] }): InputIssue[] =>
  error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));

const STAMP = { by: '', at: '1970-01-01T00:00:00.000Z' };

/** The book as a change that is not saved would make it; undefined where the change cannot be made. */
export function bookWith(proposal: LawProposal, items: readonly LawItem[], stored: readonly StoredLaw[]): LawBook | undefined {
  try {
    const version = 'item' in proposal ? proposeItem(proposal.item, 'own-tried', STAMP) : changed(proposal, items);
    return version && mergeLaw(LAW, [...stored, version], today());
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function changed({ itemId, change }: Extract<LawProposal, { itemId: string }>, items: readonly LawItem[]): StoredLaw | undefined {
  const item = items.find(({ id }) => id === itemId);
  return item && proposeChange(versionsOf(item), change, STAMP);
}
