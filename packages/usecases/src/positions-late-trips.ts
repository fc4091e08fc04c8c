import type { ShipmentUnit } from '@karavan/contracts';
import { lateTrips, type Tx, tracks } from '@karavan/store';
import { advanceTrip, followSources } from '@karavan/tracking';
import { GRACE_MS, isOnThisCargo } from './shipment-refresh.ts';

/** A longer way than this is not gone through again. */
const MOST_FIXES = 20_000;
const EARLY_MS = 3 * 3_600_000;
const UNPLANNED_MS = 12 * 3_600_000;

/**
 * Positions that came late may show that a truck came, left or arrived earlier than was known: its trips are walked through
 * again from their beginning, so that one trip follows from one set of positions. Nothing is told anew, and no status changes.
 */
export async function mendTrips(tx: Tx, late: { uniqueId: string; fromMs: number; toMs: number }): Promise<void> {
  for (const trip of await lateTrips.lockLateTrips(tx, late)) {
    const mended = await walkAgain(tx, trip);
    if (mended !== undefined) await lateTrips.saveLateTrip(tx, mended);
  }
}

async function walkAgain(tx: Tx, trip: lateTrips.LateTrip): Promise<Parameters<typeof lateTrips.saveLateTrip>[1] | undefined> {
  const { unit, origin, destination, visibleFrom } = trip;
  const fixes = await tracks.listFixes(tx, { of: { vehicleId: trip.vehicleId }, ...stretchOf(trip), limit: MOST_FIXES });
  if (fixes.length === MOST_FIXES) return undefined;
  let walked = asPlanned(unit);
  let since: string | undefined;
  for (const { atMs, accuracyM, ...place } of followSources(
    fixes.map((fix) => ({ ...fix, accuracyM: fix.accuracyM ?? undefined })),
  )) {
    const position = { ...place, at: new Date(atMs).toISOString(), accuracyM };
    walked = advanceTrip({ unit: walked, position, origin, destination }).unit;
    if (since === undefined && isOnThisCargo(walked)) since = position.at;
    if (walked.status === 'delivered') break;
  }
  const next: ShipmentUnit = { ...unit };
  if (walked.departedAt !== undefined && isEarlier(walked.departedAt, unit.departedAt)) next.departedAt = walked.departedAt;
  const arrives = unit.status === 'delivered' ? walked.deliveredAt : undefined;
  if (arrives !== undefined && isEarlier(arrives, unit.deliveredAt)) {
    next.deliveredAt = arrives;
    next.seenAt = arrives;
  }
  const from = since !== undefined && isEarlier(since, visibleFrom) ? since : visibleFrom;
  const isSame = from === visibleFrom && next.departedAt === unit.departedAt && next.deliveredAt === unit.deliveredAt;
  return isSame ? undefined : { unit: next, visibleFrom: from, visibleUntil: untilOf(trip, next) };
}

/** From when it may have come to load, but not from where it carried something else, to what was known last. */
function stretchOf({ unit, visibleFrom, notBefore }: lateTrips.LateTrip): { from: string; to: string } {
  const startMs = unit.loadFrom === undefined ? Date.parse(visibleFrom) - UNPLANNED_MS : Date.parse(unit.loadFrom) - EARLY_MS;
  const floorMs = notBefore === null ? startMs : Math.min(Date.parse(visibleFrom), Math.max(startMs, Date.parse(notBefore)));
  return { from: new Date(floorMs).toISOString(), to: unit.deliveredAt ?? unit.seenAt ?? visibleFrom };
}

function asPlanned(unit: ShipmentUnit): ShipmentUnit {
  const { seenAt: _, departedAt: __, deliveredAt: ___, remainingKm: ____, eta: _____, driver: ______, ...bare } = unit;
  return { ...bare, status: 'planned' };
}

const isEarlier = (at: string, than: string | undefined): boolean => than !== undefined && Date.parse(at) < Date.parse(than);

/** The window ends as long after the arrival as ever, unless the next cargo has ended it. */
function untilOf({ unit, visibleUntil }: lateTrips.LateTrip, next: ShipmentUnit): string | null {
  if (visibleUntil === null || unit.deliveredAt === undefined || next.deliveredAt === undefined) return visibleUntil;
  const until = Date.parse(next.deliveredAt) + GRACE_MS.road;
  return until < Date.parse(visibleUntil) ? new Date(until).toISOString() : visibleUntil;
}
