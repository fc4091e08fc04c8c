import type { TripFacts } from './facts.ts';
import type { Finding } from './violation.ts';

const MINUTE = 60_000;
const NINE_HOURS = 540 * MINUTE;
const FOUR_AND_A_HALF = 270 * MINUTE;
/** Instants are whole milliseconds, and so are durations; only nothing takes no time. */
export const msOf = (minutes: number): number => (minutes === 0 ? 0 : Math.max(1, Math.round(minutes * MINUTE)));
const PAUSES = [45 * MINUTE, 660 * MINUTE] as const;

/** What a driver does in turn, with the time there is for it. */
type Stint =
  | { what: 'drive'; driveMs: number; fromMs: number; untilMs: number }
  | { what: 'work'; fromMs: number; untilMs: number };

interface Tired {
  atMs: number;
  breakMs: number;
  restMs: number;
}

/** One driver a vehicle: at most 4.5 hours of driving without 45 minutes off, at most 9 without 11 hours off (SP7, SP8). */
export function driverFindings(facts: readonly TripFacts[]): Finding[] {
  const findings: Finding[] = [];
  const vehicles = new Map<string, TripFacts[]>();
  for (const fact of facts) vehicles.set(fact.trip.vehicleId, [...(vehicles.get(fact.trip.vehicleId) ?? []), fact]);
  for (const trips of vehicles.values()) {
    const sorted = [...trips].sort((a, b) => a.loadFrom - b.loadFrom);
    let states: Tired[] = [{ atMs: Number.NEGATIVE_INFINITY, breakMs: 0, restMs: 0 }];
    for (const trip of sorted) {
      for (const stint of stintsOf(trip)) states = freshest(states.flatMap((state) => perform(state, stint)));
      if (states.length > 0) continue;
      findings.push({ rule: 'SP7', trips: [trip.index], message: 'its driver has no time for the breaks and rests he needs' });
      states = [{ atMs: trip.backAt, breakMs: 0, restMs: 0 }];
    }
  }
  return findings;
}

/** Of two drivers there at the same time or earlier, the one with more driving behind him is of no interest. */
function freshest(states: readonly Tired[]): Tired[] {
  const worse = (a: Tired, b: Tired) => b.atMs <= a.atMs && b.breakMs <= a.breakMs && b.restMs <= a.restMs;
  return states.filter(
    (state, index) => !states.some((other, at) => at !== index && worse(state, other) && (at < index || !worse(other, state))),
  );
}

function stintsOf(fact: TripFacts): Stint[] {
  const driveMs = msOf(fact.plant?.driveMinutes ?? 0);
  return [
    { what: 'work', fromMs: fact.loadFrom, untilMs: fact.loadTo },
    { what: 'drive', driveMs, fromMs: fact.departsAt, untilMs: fact.arrivesAt },
    { what: 'work', fromMs: fact.unloadFrom, untilMs: fact.unloadTo },
    { what: 'drive', driveMs, fromMs: fact.unloadTo, untilMs: fact.backAt },
  ];
}

function perform(state: Tired, stint: Stint): Tired[] {
  if (state.atMs > stint.fromMs) return [];
  const ready = idleUntil(state, stint.fromMs);
  if (stint.what === 'work') return [{ ...ready, atMs: stint.untilMs }];
  return driveOn(ready, stint.driveMs, stint.untilMs);
}

function idleUntil(state: Tired, atMs: number): Tired {
  const offMs = atMs - state.atMs;
  return { atMs, breakMs: offMs >= PAUSES[0] ? 0 : state.breakMs, restMs: offMs >= PAUSES[1] ? 0 : state.restMs };
}

/** Every way to get the driving done by the end, pausing only when driving on is forbidden. */
function driveOn(state: Tired, leftMs: number, untilMs: number): Tired[] {
  const allowedMs = Math.min(FOUR_AND_A_HALF - state.breakMs, NINE_HOURS - state.restMs);
  if (leftMs <= allowedMs) {
    const done = { atMs: state.atMs + leftMs, breakMs: state.breakMs + leftMs, restMs: state.restMs + leftMs };
    return done.atMs <= untilMs ? [done] : [];
  }
  const stopped = { atMs: state.atMs + allowedMs, breakMs: state.breakMs + allowedMs, restMs: state.restMs + allowedMs };
  return PAUSES.map((pauseMs) => idleUntil(stopped, stopped.atMs + pauseMs))
    .filter((rested) => rested.atMs <= untilMs && Math.min(FOUR_AND_A_HALF - rested.breakMs, NINE_HOURS - rested.restMs) > 0)
    .flatMap((rested) => driveOn(rested, leftMs - allowedMs, untilMs));
}
