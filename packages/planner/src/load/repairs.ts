import type { AxleLoadsReply, AxleLoadsRequest } from '@karavan/contracts';
import { InputError } from '../input-error.ts';
import { planAxleLoads } from './axle-loads.ts';
import { type Known, SHIPPED } from './question.ts';
import { axles, moves } from './repair-places.ts';
import type { Repair, RepairKind, TryOut } from './repair-types.ts';
import { largestFactor, payloadKg, scaled } from './scale.ts';

/** Gains below this are noise to people who load pallets. */
const WORTH_KG = 100;

/** What would help, the most helpful first (WD3, WD4). Each has been tried: its gain and verdict are the engine's. */
export function findRepairs(request: AxleLoadsRequest, reply: AxleLoadsReply, known: Known = SHIPPED): Repair[] {
  if (reply.ok) return [];
  const now = largestFactor(request, known);
  const fullKg = payloadKg(request);
  const tryOut = (kind: RepairKind, changed: AxleLoadsRequest): Repair[] => {
    try {
      const lawful = planAxleLoads(changed, known).ok;
      const gainKg = Math.floor((largestFactor(changed, known) - now) * fullKg);
      return lawful || gainKg >= WORTH_KG ? [{ ...kind, gainKg, lawful, request: changed }] : [];
    } catch (error) {
      if (error instanceof InputError) return []; // the load does not fit on that deck, or no rules for that day
      throw error;
    }
  };
  const repairs = [
    ...moves(request, known, tryOut),
    ...axles(request, known, tryOut),
    ...trucks(request, known, tryOut),
    ...laterDay(request, reply, known).flatMap(({ kind, changed }) => tryOut(kind, changed)),
    ...betterRoads(request, reply).flatMap(({ kind, changed }) => tryOut(kind, changed)),
    ...lessLoad(request, { now, fullKg }),
  ];
  return repairs.sort((a, b) => Number(b.lawful) - Number(a.lawful) || b.gainKg - a.gainKg);
}

/** The best of the other trucks that can take the load as it stands. */
function trucks(request: AxleLoadsRequest, { garage }: Known, tryOut: TryOut): Repair[] {
  const { vehicle } = request;
  if (typeof vehicle === 'string' || vehicle.type === 'truck_drawbar') return [];
  const tried =
    vehicle.type === 'rigid'
      ? garage.rigids.flatMap((rigid) => swap(rigid, { ...vehicle, rigid: rigid.id ?? rigid }))
      : garage.tractors.flatMap((tractor) => swap(tractor, { ...vehicle, tractor: tractor.id ?? tractor }));
  const repairs = tried.flatMap(({ id, name, changed }) =>
    tryOut({ kind: 'otherTruck', id, name }, { ...request, vehicle: changed }),
  );
  const [best] = repairs.sort((a, b) => Number(b.lawful) - Number(a.lawful) || b.gainKg - a.gainKg);
  return best === undefined ? [] : [best];
}

function swap<V>({ id, name }: { id?: string | undefined; name?: string | undefined }, changed: V) {
  return id === undefined ? [] : [{ id, name: name ?? id, changed }];
}

/** The day after the act that stands in the way. */
function laterDay(request: AxleLoadsRequest, reply: AxleLoadsReply, { law }: Known) {
  const failing = new Set(
    reply.stages.flatMap(({ verdicts }) =>
      Object.values(verdicts).flatMap(({ checks }) =>
        checks.filter(({ ok, layer }) => !ok && layer === 'season').map(({ rule }) => rule),
      ),
    ),
  );
  const acts = law.seasons.filter(({ id }) => failing.has(`season/${id}`));
  const after = acts.reduce((last, { to }) => (to !== null && to > last ? to : last), '');
  const act = acts.find(({ to }) => to === after);
  if (act === undefined) return [];
  const next = new Date(Date.parse(`${after}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const kind: RepairKind = { kind: 'laterDay', after, act: act.id };
  return [{ kind, changed: { ...request, on: next } }];
}

/** Only those roads on which it is lawful as it stands. */
function betterRoads(request: AxleLoadsRequest, reply: AxleLoadsReply) {
  if (request.ruleSet !== 'RU') return [];
  const asked = request.roadClasses ?? (['6', '10', '11.5'] as const);
  const fine = asked.filter((key) =>
    reply.stages.every(({ verdicts }) => verdicts[key]?.ok === true && verdicts[key].checks.every(({ ok }) => ok)),
  );
  if (fine.length === 0 || fine.length === asked.length) return [];
  const kind: RepairKind = { kind: 'betterRoads', roadClasses: [...fine] };
  return [{ kind, changed: { ...request, roadClasses: [...fine] } }];
}

function lessLoad(request: AxleLoadsRequest, { now, fullKg }: { now: number; fullKg: number }): Repair[] {
  if (now <= 0 || now >= 1) return [];
  const keptKg = Math.floor(now * fullKg);
  const changed = scaled(request, keptKg / fullKg);
  return [{ kind: 'lessLoad', massKg: keptKg, gainKg: keptKg - fullKg, lawful: true, request: changed }];
}
