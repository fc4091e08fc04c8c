import type { ReportRow, WagonState } from '@karavan/contracts';
import { defined } from './defined.ts';
import { mergeStation, sameStation } from './station.ts';
import { HOUR_MS, ms } from './time.ts';

/** What is known of a wagon, without the store's revision. */
export type WagonSnapshot = Omit<WagonState, 'revision'>;

/** Two layouts print the start of a trip minutes apart (loading ended, paper issued); half a day apart it is another trip. */
export const TRIP_START_TOLERANCE_MS = 12 * HOUR_MS;

export type TripRelation = 'same' | 'new' | 'earlier';

/**
 * Whether a row speaks of the trip we know (RW5). Trip start decides first, then origin, then waybill, then an empty
 * wagon that is loaded again. A changed waybill on an unchanged start and origin is the same trip with new papers.
 */
export function tripRelation(previous: WagonSnapshot, row: ReportRow): TripRelation {
  const loadedAgain = previous.loadState === 'empty' && row.loadState === 'loaded';
  if (previous.tripStartedAt !== undefined && row.tripStartedAt !== undefined) {
    const shift = ms(row.tripStartedAt) - ms(previous.tripStartedAt);
    if (Math.abs(shift) > TRIP_START_TOLERANCE_MS) return shift > 0 ? 'new' : 'earlier';
    if (shift !== 0 && loadedAgain) return 'new';
    const moved = previous.origin && row.origin && !sameStation(previous.origin, row.origin);
    return moved ? 'new' : 'same';
  }
  if (previous.origin && row.origin && !sameStation(previous.origin, row.origin)) return 'new';
  if (previous.waybill !== undefined && row.waybill !== undefined && previous.waybill !== row.waybill) return 'new';
  return loadedAgain ? 'new' : 'same';
}

/** Explicit flag first; an unloading or loading operation speaks where the flag is missing; else what the trip had. */
function loadStateOf(row: ReportRow, previous: WagonSnapshot | undefined): WagonSnapshot['loadState'] {
  if (row.loadState !== 'unknown') return row.loadState;
  if (row.operation.event === 'UNLOADED') return 'empty';
  if (row.operation.event === 'LOADED') return 'loaded';
  return previous?.loadState ?? 'unknown';
}

/** A print in whole tonnes does not overrule the kilograms of another layout (RW8). */
function massOf(row: ReportRow, previous: WagonSnapshot | undefined): number | undefined {
  const known = previous?.massKg;
  if (row.massKg === undefined) return row.loadState === 'empty' ? undefined : known;
  const rounded = row.massKg > 0 && row.massKg % 1000 === 0 && known !== undefined && Math.abs(known - row.massKg) <= 500;
  return rounded ? known : row.massKg;
}

/**
 * The facts of the trip (RW8). What a layout simply has no column for keeps its older value within the same trip:
 * waybill, cargo, mass, total km, deadline, consignee, origin, trip start. Never kept: the train, and after unloading
 * the destination. The type belongs to the wagon and is kept always.
 */
export function tripFacts(row: ReportRow, known: WagonSnapshot | undefined, relation: TripRelation) {
  const previous = relation === 'same' ? known : undefined;
  const loadState = loadStateOf(row, previous);
  const destination = row.destination ?? (loadState === 'empty' ? undefined : previous?.destination);
  const origin = row.origin ?? previous?.origin;
  return defined({
    type: row.type ?? known?.type,
    loadState,
    tripStartedAt: row.tripStartedAt ?? previous?.tripStartedAt,
    origin: origin && mergeStation(origin, previous?.origin),
    destination: destination && mergeStation(destination, previous?.destination),
    trainIndex: row.trainIndex,
    waybill: row.waybill ?? previous?.waybill,
    cargo: row.cargo ?? previous?.cargo,
    massKg: massOf(row, previous),
    totalKm: row.totalKm ?? previous?.totalKm,
    deadline: row.deadline !== undefined ? { date: row.deadline, basis: 'report' as const } : previous?.deadline,
    consignee: row.consignee ?? previous?.consignee,
  });
}
