/** Where on the map a wagon is, and which train it is in, by what its last report says and nothing more. */
import type { RailEvent, WagonState, WagonStatus } from '@karavan/contracts';
import type { Point } from './great-circle.ts';
import type { RailNetwork } from './network.ts';
import { pointAlong } from './rail-path.ts';

export type WagonToPlace = Pick<
  WagonState,
  'status' | 'lastOperation' | 'origin' | 'destination' | 'remainingKm' | 'totalKm' | 'reportedAt'
>;

/** `approximate`: it has left the station, and where between here and the next one it is nobody knows exactly. */
export interface WagonPlace extends Point {
  approximate: boolean;
}

/** Whatever it did last, a wagon of this status stands. */
const STANDS: ReadonlySet<WagonStatus> = new Set(['atOrigin', 'abandoned', 'badOrder', 'arrived', 'unloaded']);
/** Tariff kilometres and ours differ by some per cent: less than this says nothing of where the wagon is. */
const UNSURE_SHARE = 0.05;
const UNSURE_KM = 5;
/** No freight train is faster, km/h. */
const FASTEST_KMH = 90;
/** It has not been reported at its destination: it is shown no nearer than this. */
const SHORT_OF_END_KM = 1;

/**
 * A wagon stands at the station of its last operation. One that has departed is on the line towards its destination: so far
 * from the station as the kilometres its report leaves fall short of the station's own distance, where that is known — from
 * the total of the report in proportion to the lines, or from lines of known length. Where it is not known, or the two agree,
 * it is shown at the station it left; both count as approximate. It is moved no further than a train could have come between
 * departure and report, and never to its destination: nothing is reckoned on from the hour of the report. Undefined where the
 * station has no place.
 */
export function placeWagon(wagon: WagonToPlace, network: RailNetwork): WagonPlace | undefined {
  const { event, station } = wagon.lastOperation;
  if (station.lat === undefined || station.lon === undefined) return undefined;
  const atStation = { lat: station.lat, lon: station.lon };
  if (event !== 'DEPARTED' || STANDS.has(wagon.status)) return { ...atStation, approximate: false };
  return { ...(placeOnLine(wagon, network) ?? atStation), approximate: true };
}

function placeOnLine(wagon: WagonToPlace, network: RailNetwork): Point | undefined {
  const { remainingKm, destination, lastOperation, reportedAt } = wagon;
  const from = network.resolve(lastOperation.station)?.esr;
  const to = destination && network.resolve(destination)?.esr;
  if (remainingKm === undefined || from === undefined || to === undefined) return undefined;
  const own = ownDistance(wagon, { from, to, network });
  if (own === undefined) return undefined;
  const goneKm = own.km - remainingKm;
  const hours = (Date.parse(reportedAt) - Date.parse(lastOperation.at)) / 3_600_000;
  if (goneKm < UNSURE_KM + UNSURE_SHARE * own.km || goneKm > FASTEST_KMH * hours) return undefined;
  const path = network.path(from, to);
  if (path === undefined || (path.isComputed && !own.isReported)) return undefined;
  const km = Math.min((goneKm * path.distanceKm) / own.km, path.distanceKm - SHORT_OF_END_KM);
  return km > 0 ? pointAlong(path, km) : undefined;
}

/** Km from the station to the destination: in the report's own measure where it gives a total, else in ours. */
function ownDistance(
  { origin, totalKm }: WagonToPlace,
  { from, to, network }: { from: string; to: string; network: RailNetwork },
): { km: number; isReported: boolean } | undefined {
  const leftKm = network.distanceKm(from, to);
  if (leftKm === undefined) return undefined;
  const start = origin && network.resolve(origin)?.esr;
  const wholeKm = start === undefined || totalKm === undefined ? undefined : network.distanceKm(start, to);
  if (totalKm !== undefined && wholeKm !== undefined && isLike(totalKm, wholeKm))
    return { km: (totalKm * leftKm) / wholeKm, isReported: true };
  return { km: leftKm, isReported: false };
}

/** A total that is far from our way belongs to another way, or to another trip. */
const isLike = (totalKm: number, wholeKm: number): boolean => totalKm > 0.9 * wholeKm && totalKm < 1.3 * wholeKm;

/** After these a wagon is no longer in a train, though reports go on printing the index of its last one. */
const OUT_OF_TRAIN: ReadonlySet<RailEvent> = new Set([
  'ARRIVED_DESTINATION',
  'TRAIN_LEFT',
  'LOADED',
  'UNLOADED',
  'TRANSLOADED',
  'PLACED',
  'REMOVED',
  'BAD_ORDER',
  'REPAIRED',
  'TRIP_END',
  'SCRAPPED',
]);
const NOT_IN_TRAIN: ReadonlySet<WagonStatus> = new Set(['badOrder', 'arrived', 'unloaded', 'missing', 'unknown']);

/**
 * The index of the train a wagon is in now, or undefined for a loose one. A wagon at its origin is in a train only where the
 * index begins at that very station: reports carry an old index on.
 */
export function trainOf(wagon: Pick<WagonState, 'status' | 'lastOperation' | 'trainIndex'>): string | undefined {
  const { status, lastOperation, trainIndex } = wagon;
  if (trainIndex === undefined || NOT_IN_TRAIN.has(status) || OUT_OF_TRAIN.has(lastOperation.event)) return undefined;
  const formedHere = lastOperation.station.esr?.startsWith(trainIndex.slice(0, 4)) === true;
  return status === 'atOrigin' && !formedHere ? undefined : trainIndex;
}
