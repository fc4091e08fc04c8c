import type { WagonStatus } from '@karavan/contracts';
import { stationKey } from '../station.ts';
import { daysBetween, iso, ms } from '../time.ts';
import { isLight, kmLeftOf, type RailState, startsAt, waitDaysOf } from './cold-start.ts';

/** What one report says of a wagon on its way, as far as a forecast needs it. Plain JSON. */
export interface EtaObservation {
  /** time of the report, epoch ms */
  atMs: number;
  /** destination as a comparable name */
  lane: string;
  /** empty, or with less on it than a load */
  light: boolean;
  status: WagonStatus;
  km: number;
  /** days at its station */
  idleDays: number;
  /** days it has been rolling since its last departure */
  rolledDays: number;
  /** the part of its stay that counts as done, days; what is left of a stay nobody knows for certain */
  stayedDays: number;
  /** what was foretold for it then, the middle in days: an interval is calibrated by forecasts as they were made */
  foretoldDays?: number;
}

/** Statuses of a wagon at a yard in the ordinary course of things: what it has stayed there shortens what is left. */
const IN_THE_COURSE: readonly WagonStatus[] = ['inTransit', 'standing', 'emptyInTransit'];
/** Of an ordinary stay this part counts as done, of its first day. */
const STAY_SHARE = 0.3;
const STAY_COUNTS_DAYS = 1;
/** The last stay before the destination is the queue there: this part more counts, of its first days, fading with km. */
const QUEUE_SHARE = 0.5;
const QUEUE_COUNTS_DAYS = 3;
const QUEUE_FADES_KM = 150;

/** The travel that lies behind already, in days (ET8). */
function behind(state: RailState, km: number): Pick<EtaObservation, 'rolledDays' | 'stayedDays'> {
  if (state.lastOperation.event === 'DEPARTED')
    return { rolledDays: Math.max(0, daysBetween(iso(startsAt(state)), state.reportedAt)), stayedDays: 0 };
  if (!IN_THE_COURSE.includes(state.status)) return { rolledDays: 0, stayedDays: 0 };
  const stay = state.idle.atStationDays;
  const queue = QUEUE_SHARE * Math.exp(-km / QUEUE_FADES_KM) * Math.min(stay, QUEUE_COUNTS_DAYS);
  return { rolledDays: 0, stayedDays: STAY_SHARE * Math.min(stay, STAY_COUNTS_DAYS) + queue };
}

/** The observation in a state; undefined where there is nothing to forecast: no destination, no km, or it is there (ET3). */
export function observationOf(state: RailState): EtaObservation | undefined {
  const km = kmLeftOf(state);
  if (km === undefined || state.destination === undefined || waitDaysOf(state.status) === undefined) return undefined;
  return {
    atMs: ms(state.reportedAt),
    lane: stationKey(state.destination.name),
    light: isLight(state),
    status: state.status,
    km,
    idleDays: state.idle.atStationDays,
    ...behind(state, km),
  };
}
