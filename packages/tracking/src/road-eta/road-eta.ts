import type { Eta, RoadStop } from '@karavan/contracts';
import { iso, ms } from '../time.ts';
import { type Drive, driveTo } from './drive.ts';
import { type DriverClock, FRESH_DRIVER, HOURS_RULES } from './hours-rules.ts';
import { COLD_ROAD_MODEL, COLD_SPREAD, distanceBand, offsetAt, type RoadModel } from './road-model.ts';

/** A way that a router knows: its length, and how long it takes a truck that never stops. */
export interface KnownRoute {
  km: number;
  minutes: number;
}

/** When a gate that is closed at an instant opens next; undefined where it is open then or has no hours. */
export type OpensAt = (atMs: number) => { opensMs: number; closedMs?: number | undefined } | undefined;

/**
 * When a truck will be there (RT6, RT7, RT11, RT12): the way that is left by the router, else great circle × detour; the speeds of the
 * hours it drives through; breaks and rests of `rules`; then the receiving hours of the site. The range holds eight of ten of the
 * trips that taught the model. `p10` to `p90` are when unloading can begin; `arrival` tells the gate where that differs. Never before
 * `at`.
 */
export function roadEta(input: {
  /** great circle to the site */
  straightKm: number;
  route?: KnownRoute | undefined;
  at: string;
  timeZone?: string | undefined;
  driver?: DriverClock | undefined;
  rules?: 'RU' | 'EU' | 'none' | undefined;
  model?: RoadModel | undefined;
  opensAt?: OpensAt | undefined;
}): { km: number; eta: Eta } {
  const model = input.model ?? COLD_ROAD_MODEL;
  const startMs = ms(input.at);
  const km = input.route?.km ?? input.straightKm * model.detour;
  const spread = model.spread[distanceBand(input.straightKm)] ?? COLD_SPREAD;
  const rules = input.rules === 'none' ? undefined : HOURS_RULES[input.rules ?? 'RU'];
  const offsetMinutes = offsetAt(startMs, input.timeZone);
  const own = input.route ? paceOf(input.route, model) : 1;
  const driven = (slower: number) =>
    driveTo({ km, startMs, slower: slower * own, driver: input.driver ?? FRESH_DRIVER, rules, model, offsetMinutes });
  const [early, likely, late] = [driven(spread.low), driven(spread.middle), driven(spread.high)];
  const gate = (drive: Drive) => input.opensAt?.(drive.arrivesMs);
  const unloading = (drive: Drive) => iso(gate(drive)?.opensMs ?? drive.arrivesMs);
  const closed = gate(likely);
  const eta: Eta = {
    p10: unloading(early),
    p50: unloading(likely),
    p90: unloading(late),
    basis: basisOf({ km, route: input.route, model, likely }),
  };
  if (gate(early) ?? closed ?? gate(late))
    eta.arrival = { p10: iso(early.arrivesMs), p50: iso(likely.arrivesMs), p90: iso(late.arrivesMs) };
  if (closed)
    eta.gate = { opensAt: iso(closed.opensMs), ...(closed.closedMs === undefined ? {} : { closedAt: iso(closed.closedMs) }) };
  if (likely.stops.length > 0) eta.stops = likely.stops.map(stopOf);
  return { km, eta };
}

const stopOf = ({ kind, atMs, minutes, source }: Drive['stops'][number]): RoadStop => ({ kind, at: iso(atMs), minutes, source });

/** How much slower than the model's usual speed the router has it on this very way: villages, or a motorway. */
function paceOf(route: KnownRoute, model: RoadModel): number {
  const usual = (route.km / model.speedKmh.night) * 60;
  return usual > 0 && route.minutes > 0 ? Math.min(3, Math.max(0.5, route.minutes / usual)) : 1;
}

function basisOf(of: { km: number; route?: KnownRoute | undefined; model: RoadModel; likely: Drive }): string {
  const way = of.route ? 'RT11 by the router' : 'RT6 great circle';
  const taught = of.model.trips > 0 ? `${of.model.trips} own trips` : 'usual speeds';
  const rests = of.likely.stops.filter(({ kind }) => kind === 'rest').length;
  const breaks = of.likely.stops.length - rests;
  const stops = [breaks > 0 ? `${breaks} × 45 min break` : '', rests > 0 ? `${rests} × 11 h rest` : '']
    .filter(Boolean)
    .join(', ');
  return `${way}: ${Math.round(of.km)} km, ${taught}${stops === '' ? '' : `, RT7 ${stops}`}`;
}
