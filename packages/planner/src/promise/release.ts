import {
  addWorkingMinutes,
  firstInstantOfNextWorkingDay,
  firstWorkingInstant,
  isWorkingDay,
  localDay,
  wallToInstant,
} from '../calendar/index.ts';
import { HORIZON_MS, type Place, WORK_HORIZON_MS } from './network.ts';

/** When goods may be picked, and by which branch of rule PR1. */
export interface Release {
  releasedMs: number;
  readyMs: number;
  reason: 'sameDay' | 'afterCutOff' | 'dayOver' | 'notWorking';
  /** ISO 8601 UTC, as the stock says it */
  availableFrom?: string;
}

/** Rule PR1: goods that are there at `atMs`; undefined where the place never works long enough. */
export function releaseAt(place: Place, atMs: number): Release | undefined {
  const day = localDay(atMs, place.timeZone);
  const horizonMs = atMs + HORIZON_MS;
  const works = isWorkingDay(place.calendar, day);
  const inTime = works && atMs <= wallToInstant(day, place.cutOff, place.timeZone);
  const find = inTime ? firstWorkingInstant : firstInstantOfNextWorkingDay;
  const releasedMs = find(place.calendar, atMs, horizonMs);
  if (releasedMs === undefined) return undefined;
  const readyMs = work(place, releasedMs, place.handlingMinutes);
  if (readyMs === undefined) return undefined;
  const sameDay = localDay(releasedMs, place.timeZone) === day;
  return { releasedMs, readyMs, reason: works ? (inTime ? (sameDay ? 'sameDay' : 'dayOver') : 'afterCutOff') : 'notWorking' };
}

/** Rule PR2: goods that a lane brought at `atMs` are ready for a shipment then; there is no cut-off. */
export function hubReadyAt(place: Place, atMs: number): number | undefined {
  const startMs = firstWorkingInstant(place.calendar, atMs, atMs + HORIZON_MS);
  return startMs === undefined ? undefined : work(place, startMs, place.crossDockMinutes);
}

function work(place: Place, startMs: number, minutes: number): number | undefined {
  return addWorkingMinutes(place.calendar, startMs, minutes, startMs + WORK_HORIZON_MS);
}
