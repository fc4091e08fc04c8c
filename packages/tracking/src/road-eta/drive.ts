import { HOUR_MS, MINUTE_MS } from '../time.ts';
import type { DriverClock, HoursRules } from './hours-rules.ts';
import { type RoadModel, speedBandAt } from './road-model.ts';

export interface Stop {
  kind: 'break' | 'rest';
  atMs: number;
  minutes: number;
  source: string;
}

export interface Drive {
  arrivesMs: number;
  stops: Stop[];
}

/** Beyond this nobody forecasts; the loop ends whatever it is asked. */
const LONGEST_KM = 15_000;

/**
 * A way driven hour by hour at the speeds of the model, `slower` times as long, with the breaks and rests one driver must keep (RT7):
 * a break when 4 h 30 of driving are full, a rest of 11 h when 9 h are. `offsetMinutes` is the zone the road lies in.
 */
export function driveTo(input: {
  km: number;
  startMs: number;
  slower: number;
  driver: DriverClock;
  rules: HoursRules | undefined;
  model: RoadModel;
  offsetMinutes: number;
}): Drive {
  const { rules, model } = input;
  let { sinceBreak, sinceRest } = input.driver;
  let at = input.startMs;
  let left = Math.min(Math.max(0, input.km), LONGEST_KM);
  const stops: Stop[] = [];
  const stop = (kind: Stop['kind'], minutes: number, source: string) => {
    stops.push({ kind, atMs: at, minutes, source });
    at += minutes * MINUTE_MS;
    sinceBreak = 0;
    if (kind === 'rest') sinceRest = 0;
  };
  while (left > 1e-6) {
    if (rules && sinceRest >= rules.restAfter) stop('rest', rules.restOf, rules.restSource);
    else if (rules && sinceBreak >= rules.breakAfter) stop('break', rules.breakOf, rules.breakSource);
    const { band, untilMs } = speedBandAt(at, input.offsetMinutes);
    const speed = model.speedKmh[band] / input.slower;
    const untilStop = rules
      ? Math.min(rules.breakAfter - sinceBreak, rules.restAfter - sinceRest) * MINUTE_MS
      : Number.POSITIVE_INFINITY;
    const lasts = Math.min(untilMs - at, untilStop, (left / speed) * HOUR_MS);
    const minutes = lasts / MINUTE_MS;
    at += lasts;
    left -= (speed * lasts) / HOUR_MS;
    sinceBreak += minutes;
    sinceRest += minutes;
    if (left * HOUR_MS < speed) break; // less than a millisecond is left
  }
  return { arrivesMs: at, stops };
}
