import type { RailEvent, ReportRow, WagonStatus } from '@karavan/contracts';
import { sameStation } from './station.ts';
import { daysBetween, ms } from './time.ts';
import { standingSince } from './wagon-stay.ts';
import type { TripRelation, WagonSnapshot } from './wagon-trip.ts';

/** Idle at a station in transit for this long is standing: the railway's own reports count so, in days. */
const STANDING_DAYS = 1;

const SETS_OFF: readonly RailEvent[] = ['DEPARTED', 'TRAIN_JOINED'];
const ON_THE_WAY: readonly RailEvent[] = [...SETS_OFF, 'ROAD_IN', 'ROAD_OUT', 'BORDER_IN', 'BORDER_OUT'];
/** ЕТСНГ 421xxx: own or leased wagons running empty under a waybill of their own. */
const EMPTY_RUN = /^421/;

interface StatusInput {
  next: Omit<WagonSnapshot, 'status'>;
  row: ReportRow;
  previous: WagonSnapshot | undefined;
  relation: TripRelation;
}

/** A status that sticks holds while the wagon stays at its station, in its trip, and nothing has ended it. */
function sticks({ next, previous, relation }: StatusInput, status: WagonStatus, endedBy: readonly RailEvent[]): boolean {
  if (previous?.status !== status || relation !== 'same') return false;
  return sameStation(previous.lastOperation.station, next.lastOperation.station) && !endedBy.includes(next.lastOperation.event);
}

const isAbandoned = (input: StatusInput) =>
  input.next.lastOperation.event === 'TRAIN_ABANDONED' || sticks(input, 'abandoned', [...SETS_OFF, 'BAD_ORDER']);
const isBadOrder = (input: StatusInput) =>
  input.next.lastOperation.event === 'BAD_ORDER' || sticks(input, 'badOrder', [...SETS_OFF, 'REPAIRED']);

/** The report says in so many words that it is there. */
function statedArrival({ next, row }: StatusInput): boolean {
  if (next.lastOperation.event === 'ARRIVED_DESTINATION' || next.lastOperation.event === 'TRIP_END') return true;
  if (row.arrivedAt === undefined || next.lastOperation.event === 'DEPARTED') return false;
  return next.tripStartedAt === undefined || ms(row.arrivedAt) >= ms(next.tripStartedAt);
}

function isAtOrigin({ next, row }: StatusInput): boolean {
  const { event, station, at } = next.lastOperation;
  if (event === 'DEPARTED') return false;
  const departed =
    row.departedAt !== undefined && ms(row.departedAt) <= ms(at) && ms(row.departedAt) >= ms(next.tripStartedAt ?? at);
  return next.origin === undefined ? event === 'LOADED' : sameStation(station, next.origin) && !departed;
}

/**
 * At the destination without being told so: the same station, or an arrival or placing with no kilometre left (export
 * twins have other codes and sometimes other names). A bare zero elsewhere is a hole in the report, not an arrival.
 */
function isAtDestination(input: StatusInput): boolean {
  const { next } = input;
  const { event, station } = next.lastOperation;
  if (event === 'DEPARTED' || next.destination === undefined) return false;
  if (sameStation(station, next.destination)) return true;
  const noKmLeft = next.remainingKm === 0 && (event === 'ARRIVED_STATION' || event === 'PLACED');
  return (next.loadState === 'loaded' && noKmLeft) || sticks(input, 'arrived', SETS_OFF);
}

function emptyStatus(input: StatusInput): WagonStatus {
  const { next } = input;
  const event = next.lastOperation.event;
  if (event === 'UNLOADED') return 'unloaded';
  if (isAbandoned(input)) return 'abandoned';
  if (isBadOrder(input)) return 'badOrder';
  if (sticks(input, 'unloaded', ON_THE_WAY)) return 'unloaded';
  const emptyRun = EMPTY_RUN.test(next.cargo?.etsng ?? '') || /порожн/i.test(next.cargo?.name ?? '');
  if (statedArrival(input) || isAtDestination(input)) return emptyRun ? 'arrived' : 'unloaded';
  if (next.destination === undefined) return ON_THE_WAY.includes(event) ? 'emptyInTransit' : 'unloaded';
  return isAtOrigin(input) ? 'atOrigin' : 'emptyInTransit';
}

/** Where in its trip a wagon is (RW9 to RW15), first match from the top. */
export function wagonStatus(input: StatusInput): WagonStatus {
  const { next } = input;
  if (next.lastOperation.event === 'SCRAPPED') return 'unknown';
  if (next.loadState === 'empty') return emptyStatus(input);
  if (statedArrival(input)) return 'arrived';
  if (next.lastOperation.event === 'TRAIN_ABANDONED') return 'abandoned';
  if (isAtDestination(input) && !isAtOrigin(input)) return 'arrived';
  if (isAbandoned(input)) return 'abandoned';
  if (isBadOrder(input)) return 'badOrder';
  if (isAtOrigin(input)) return 'atOrigin';
  if (next.destination === undefined && !ON_THE_WAY.includes(next.lastOperation.event)) return 'unknown';
  return daysBetween(standingSince(next), next.reportedAt) >= STANDING_DAYS ? 'standing' : 'inTransit';
}
