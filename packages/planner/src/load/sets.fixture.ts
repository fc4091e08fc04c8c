import { type AxleLoadsReply, AxleLoadsRequest, MaxPayloadRequest, type PlanVehicle, type VerdictKey } from '@karavan/contracts';
import { largestPayload, planAxleLoads } from './index.ts';

export const artic = (tractor: string, trailer: string) => ({ type: 'tractor_semitrailer' as const, tractor, trailer });
export const VOLVO_TILT = artic('volvo-fh-4x2', 'tilt-13.6');

type Input = Record<string, unknown>;
type Load = { massKg: number; xM?: number; fromM?: number; toM?: number; unit?: 'rigid' | 'trailer' };

/** Stages by name or one stage; the rest as in a request. */
export const request = (
  vehicle: unknown,
  loads: Load[] | { name: string; loads: Load[]; liftedAxles?: number[] }[],
  more: Input = {},
) =>
  AxleLoadsRequest.parse({
    vehicle,
    ruleSet: 'RU',
    stages: loads.length > 0 && 'name' in (loads[0] ?? {}) ? loads : [{ name: 'departure', loads }],
    ...more,
  });

export const ask = (...args: Parameters<typeof request>): AxleLoadsReply => planAxleLoads(request(...args));

export function firstStage(reply: AxleLoadsReply) {
  const [stage] = reply.stages;
  if (stage === undefined) throw new Error('no stage');
  return stage;
}
export function verdict(reply: AxleLoadsReply, key: VerdictKey, stage = 0) {
  const found = reply.stages[stage]?.verdicts[key];
  if (found === undefined) throw new Error(`no verdict ${key}`);
  return found;
}
export const check = (reply: AxleLoadsReply, key: VerdictKey, what: string, layer = 'law') =>
  verdict(reply, key).checks.find((one) => one.what === what && one.layer === layer);

export const largest = (vehicle: PlanVehicle, placement: unknown, more: Input = {}) =>
  largestPayload(MaxPayloadRequest.parse({ vehicle, placement, ruleSet: 'RU', ...more }));

type AxleInput = [xM: number, wheels: 'single' | 'twin', support: 'front' | 'rear' | 'bogie', more?: Input];
export const axles = (...given: AxleInput[]) => given.map(([xM, wheels, support, more]) => ({ xM, wheels, support, ...more }));

/** 16 pallets of 1250 kg in 8 rows, the first centre half a metre behind a gap at the headboard. */
export const eightRows = (gapM: number, pitchM = 1) =>
  Array.from({ length: 8 }, (_, i) => ({ massKg: 2500, xM: gapM + 0.5 + i * pitchM }));
