import type { LoadState, RailEvent, ReportRow, WagonOperation } from '@karavan/contracts';
import { sameStation } from './station.ts';
import { DAY_MS, daysBetween, iso, ms } from './time.ts';
import { standingSince } from './wagon-stay.ts';
import type { TripRelation, WagonSnapshot } from './wagon-trip.ts';

/** A change worth telling: it goes to the timeline and to whoever watches. */
export interface NewEvent {
  kind: string;
  at: string;
  place?: string;
  evidence: Record<string, unknown>;
  /** the fact reached us after a newer one: it fills the history and raises no alarm */
  late: boolean;
}

/** Warning, alert, critical: days at one station. */
export const IDLE_STEPS_DAYS = [1, 2, 3] as const;

/** What an operation alone would be told as. */
const KIND_OF: Partial<Record<RailEvent, string>> = {
  DEPARTED: 'departed',
  ARRIVED_STATION: 'arrived',
  ARRIVED_DESTINATION: 'arrivedDestination',
  TRAIN_ABANDONED: 'abandoned',
  BAD_ORDER: 'badOrder',
  REPAIRED: 'repaired',
  LOADED: 'loaded',
  UNLOADED: 'unloaded',
  PLACED: 'placed',
};

interface Change {
  previous: WagonSnapshot | undefined;
  next: WagonSnapshot;
  row: ReportRow;
  operation: WagonOperation;
  relation: TripRelation;
  sameOperation: boolean;
  sameStay: boolean;
}

function evidenceOf(operation: WagonOperation): Record<string, unknown> {
  const { name, code } = operation;
  return { ...operation.evidence, operation: code === undefined ? { name } : { name, code } };
}

/** An arrival says whether it was loaded: only then does idleness there cost somebody (IC1). */
function evidenceFor(kind: string, operation: WagonOperation, loadState: LoadState): Record<string, unknown> {
  return kind === 'arrivedDestination' ? { ...evidenceOf(operation), load: loadState } : evidenceOf(operation);
}

/** The event of an operation that came after a newer one (RW4); none for what is never told, such as a correction. */
export function lateEvent(operation: WagonOperation, loadState: LoadState): NewEvent[] {
  const kind = KIND_OF[operation.event];
  if (kind === undefined) return [];
  const evidence = evidenceFor(kind, operation, loadState);
  return [{ kind, at: operation.at, place: operation.station.name, evidence, late: true }];
}

/** Kinds that a new operation tells by itself (RW17). Repetitions of the same kind in one stay tell nothing new. */
function operationKinds({ previous, next, relation, sameOperation, sameStay }: Change): string[] {
  if (sameOperation) return [];
  const event = next.lastOperation.event;
  const before = previous?.lastOperation.event;
  const knownLoaded = relation === 'same' && previous?.loadState === 'loaded';
  const knownEmpty = relation === 'same' && previous?.loadState === 'empty';
  const passing = relation === 'same' && before === 'DEPARTED';
  switch (event) {
    case 'DEPARTED':
      return passing || previous?.status === 'abandoned' ? [] : ['departed'];
    case 'ARRIVED_STATION':
      return next.status === 'arrived' || next.status === 'unloaded' || (sameStay && before === event) ? [] : ['arrived'];
    case 'LOADED':
      return knownLoaded ? [] : ['loaded'];
    case 'UNLOADED':
      return knownEmpty ? [] : ['unloaded'];
    case 'PLACED':
      return sameStay && before === event ? [] : ['placed'];
    case 'BAD_ORDER':
      return previous?.status === 'badOrder' ? [] : ['badOrder'];
    case 'REPAIRED':
      return sameStay && before === event ? [] : ['repaired'];
    default:
      return [];
  }
}

/** Kinds that follow from what the wagon was and what it is now (RW18). */
function statusKinds({ previous, next, relation, sameStay }: Change): string[] {
  const kinds: string[] = [];
  const was = previous?.status;
  const is = next.status;
  const newEpisode = was !== 'abandoned' || !sameStay;
  if (was === 'abandoned' && (is !== 'abandoned' || newEpisode)) kinds.push('resumed');
  if (is === 'abandoned' && newEpisode) kinds.push('abandoned');
  if (is === 'badOrder' && was !== 'badOrder') kinds.push('badOrder');
  if (was === 'badOrder' && is !== 'badOrder') kinds.push('repaired');
  const knownArrived = relation === 'same' && (was === 'arrived' || was === 'unloaded');
  if (is === 'arrived' && !knownArrived) kinds.push('arrivedDestination');
  if (is === 'unloaded' && relation === 'same' && previous?.loadState === 'loaded') kinds.push('unloaded');
  if (relation === 'new' && next.loadState === 'loaded' && previous?.loadState === 'empty') kinds.push('loaded');
  return kinds;
}

/** The highest day mark newly crossed in this stay (RW20); the mark's own instant, not the report's. */
function idleEvents({ previous, next, operation, sameStay }: Change): NewEvent[] {
  const since = standingSince(next);
  const known = sameStay && previous !== undefined ? daysBetween(standingSince(previous), previous.reportedAt) : 0;
  const now = daysBetween(since, next.reportedAt);
  const days = IDLE_STEPS_DAYS.findLast((step) => known < step && step <= now);
  if (days === undefined) return [];
  const evidence = { ...evidenceOf(operation), days, since, status: next.status };
  return [{ kind: 'idle', at: iso(ms(since) + days * DAY_MS), place: next.lastOperation.station.name, evidence, late: false }];
}

/** Another destination in the same trip (RW21). When it was changed nobody says, so it is told as of the report. */
function rerouteEvents({ previous, next, operation, relation }: Change): NewEvent[] {
  const [from, to] = [previous?.destination, next.destination];
  if (relation !== 'same' || from === undefined || to === undefined || sameStation(from, to)) return [];
  const evidence = { ...evidenceOf(operation), from: from.name, to: to.name };
  return [{ kind: 'rerouted', at: next.reportedAt, place: next.lastOperation.station.name, evidence, late: false }];
}

/** Often the arrival is only seen through a later operation at the destination. */
function arrivalAt({ next, row, operation }: Change): string {
  if (row.arrivedAt !== undefined) return row.arrivedAt;
  return operation.event === 'ARRIVED_STATION' || operation.event === 'ARRIVED_DESTINATION' ? operation.at : next.atStationSince;
}

/** Everything worth telling in a change, oldest first, no kind twice (RW16 to RW21). */
export function wagonEvents(change: Change): NewEvent[] {
  const { next, operation } = change;
  const place = next.lastOperation.station.name;
  const kinds = new Set([...statusKinds(change), ...operationKinds(change)]);
  const told = [...kinds].map((kind): NewEvent => {
    const at = kind === 'arrivedDestination' ? arrivalAt(change) : operation.at;
    return { kind, at, place, evidence: evidenceFor(kind, operation, next.loadState), late: false };
  });
  const all = [...told, ...rerouteEvents(change), ...idleEvents(change)];
  return all.sort((a, b) => ms(a.at) - ms(b.at));
}
