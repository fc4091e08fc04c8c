import type { ShipmentUnit } from '@karavan/contracts';
import { lateTrips, shipments, type Tx, takeRevision } from '@karavan/store';
import { isOnThisCargo, type TripPosition, type WalkedTrip, walkTrips } from '@karavan/tracking';
import type { Deps } from './deps.ts';
import type { Foresight } from './foresight.ts';
import { gateOf } from './gate-hours.ts';
import { type LateTruck, mendFences } from './positions-late-fences.ts';
import { goAlong } from './positions-late-way.ts';
import { roadModelFor } from './road-learn.ts';
import { GRACE_MS, loadWagonsOf, stateOf } from './shipment-refresh.ts';

export interface LateInput {
  deps: Deps;
  companyId: string;
  foresight: Foresight;
  now: Date;
  late: readonly LateTruck[];
}

/**
 * Positions that came late may show that a truck came, left or arrived earlier, or at all: its trips are walked through again from
 * their beginning along all that is known, so that one set of positions makes one set of trips, crossings and windows. No trip goes
 * back, and nothing of it calls anybody.
 */
export async function mendLate(tx: Tx, input: LateInput): Promise<void> {
  for (const truck of input.late) {
    if ('vehicleId' in truck.of) await mendTrips(tx, { ...input, truck });
    await mendFences(tx, { companyId: input.companyId, truck });
  }
}

type Mended = shipments.UnitRecord & { events: WalkedTrip['events']; takes: boolean };

async function mendTrips(tx: Tx, input: LateInput & { truck: LateTruck }): Promise<void> {
  const { truck, companyId, deps } = input;
  const from = new Date(truck.fromMs).toISOString();
  const { trips, notBefore } = await lateTrips.lockLateTrips(tx, { assetId: truck.assetId, from });
  if (trips.length === 0) return;
  const way = await wayOf(tx, { truck, from: beginningOf(trips, { from, notBefore }) });
  if (way === undefined) return;
  const model = await roadModelFor(deps, companyId);
  const walked = walkTrips(
    trips.map((trip) => ({ ...trip, road: { model, opensAt: gateOf(trip.destination) } })),
    way,
  );
  const mended = trips.flatMap((trip) => {
    const found = walked.get(trip.unit.id);
    return found === undefined ? [] : (mend(trip, { walked: found, firstAt: way[0]?.at }) ?? []);
  });
  if (mended.length > 0) await save(tx, { ...input, mended });
}

/** Where the trips that had begun may have begun; not before the truck's cargo before them was over. */
function beginningOf(trips: readonly lateTrips.LateTrip[], known: { from: string; notBefore: string | null }): string {
  const begun = trips.filter(({ unit }) => isOnThisCargo(unit)).map(({ earliest }) => Date.parse(earliest));
  const fromMs = Math.min(Date.parse(known.from), ...begun);
  const floorMs = known.notBefore === null ? fromMs : Math.max(fromMs, Date.parse(known.notBefore));
  return new Date(Math.min(floorMs, Date.parse(known.from))).toISOString();
}

async function wayOf(tx: Tx, { truck, from }: { truck: LateTruck; from: string }): Promise<TripPosition[] | undefined> {
  const way: TripPosition[] = [];
  const stretch = { of: truck.of, from, to: new Date(truck.shownMs).toISOString() };
  const isWhole = await goAlong(tx, stretch, ({ lat, lon, atMs, speedKmh, accuracyM }, isShown) => {
    if (isShown) way.push({ lat, lon, at: new Date(atMs).toISOString(), speedKmh, accuracyM });
  });
  return isWhole ? way : undefined;
}

const RANK: Record<ShipmentUnit['status'], number> = { planned: 0, moving: 1, atStation: 2, delivered: 3 };

/** What a trip is now known to have been; undefined where it is what it was, or where what is left of its way says less. */
function mend(
  trip: lateTrips.LateTrip,
  { walked, firstAt }: { walked: WalkedTrip; firstAt: string | undefined },
): Mended | undefined {
  const { unit } = trip;
  const knows =
    unit.departedAt === undefined || (firstAt !== undefined && firstAt <= unit.departedAt) || unit.takenOverAt !== undefined;
  if (!knows && !isEarlier(walked.unit.departedAt, unit.departedAt)) return undefined;
  if (unit.handedOverAt !== undefined) return mendHandedOver(trip, walked);
  if (RANK[walked.unit.status] < RANK[unit.status]) return undefined;
  const next = walked.unit;
  const visibleFrom = unit.takenOverAt !== undefined ? trip.visibleFrom : (walked.since ?? trip.visibleFrom);
  const visibleUntil = untilOf(trip, { next, overAt: walked.overAt });
  const isSame = visibleFrom === trip.visibleFrom && visibleUntil === trip.visibleUntil && isSameUnit(next, unit);
  if (isSame) return undefined;
  return { ...recordOf(trip), unit: next, visibleFrom, visibleUntil, events: walked.events, takes: walked.since !== undefined };
}

/** The first truck of a swap: only how it began. */
function mendHandedOver(trip: lateTrips.LateTrip, walked: WalkedTrip): Mended | undefined {
  const { unit } = trip;
  const departedAt = walked.unit.departedAt ?? unit.departedAt;
  const visibleFrom = unit.takenOverAt === undefined ? (walked.since ?? trip.visibleFrom) : trip.visibleFrom;
  if (departedAt === unit.departedAt && visibleFrom === trip.visibleFrom) return undefined;
  const next = departedAt === undefined ? unit : { ...unit, departedAt };
  const events = walked.events.filter(({ kind }) => kind === 'departed');
  return { ...recordOf(trip), unit: next, visibleFrom, events, takes: walked.since !== undefined };
}

const recordOf = ({ unit, shipmentId, customerId, visibleFrom, visibleUntil }: lateTrips.LateTrip): shipments.UnitRecord => ({
  ...{ unit, shipmentId, customerId, visibleFrom, visibleUntil },
});

const isEarlier = (at: string | undefined, than: string | undefined): boolean =>
  at !== undefined && than !== undefined && Date.parse(at) < Date.parse(than);

/** Forecasts are made anew with every look; they alone are no news. */
function isSameUnit(a: ShipmentUnit, b: ShipmentUnit): boolean {
  const facts = ({ status, seenAt, departedAt, deliveredAt, remainingKm, driver }: ShipmentUnit) =>
    JSON.stringify([status, seenAt, departedAt, deliveredAt, remainingKm, driver]);
  return facts(a) === facts(b);
}

/** The window ends so long after the arrival as ever, or when the next cargo was taken up. */
function untilOf(trip: lateTrips.LateTrip, { next, overAt }: { next: ShipmentUnit; overAt: string | undefined }): string | null {
  const graceMs = next.deliveredAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(next.deliveredAt) + GRACE_MS.road;
  const untilMs = Math.min(graceMs, overAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(overAt));
  if (untilMs !== Number.POSITIVE_INFINITY) return new Date(untilMs).toISOString();
  return next.deliveredAt === undefined ? trip.visibleUntil : null;
}

async function save(tx: Tx, input: LateInput & { mended: readonly Mended[] }): Promise<void> {
  const { mended, now, foresight, companyId } = input;
  await shipments.saveUnits(tx, [...mended]);
  await shareDepartures(tx, mended);
  const taken = mended
    .filter(({ takes }) => takes)
    .map(({ unit, shipmentId, visibleFrom }) => ({
      ...{ assetId: unit.assetId, shipmentId, at: visibleFrom, loadFrom: unit.loadFrom ?? null },
    }));
  if (taken.length > 0) await shipments.endEarlierWindows(tx, taken);
  const ids = [...new Set(mended.map(({ shipmentId }) => shipmentId))];
  const records = await shipments.listShipmentsByIds(tx, ids);
  const units = await shipments.listUnits(tx, ids);
  const wagons = await loadWagonsOf(tx, units);
  const states = records.map((record) =>
    stateOf(record, { units: units.filter(({ shipmentId }) => shipmentId === record.id), wagons, now, foresight }),
  );
  const revision = await takeRevision(tx);
  await shipments.saveShipmentStates(tx, { revision, states });
  const events = mended.flatMap(({ unit, shipmentId, customerId, events: own }) =>
    own.map(({ kind, at, place, evidence }) => ({
      ...{ unitId: unit.id, shipmentId, customerId },
      assetId: unit.assetId,
      kind,
      at,
      place,
      evidence,
    })),
  );
  await lateTrips.saveTripEvents(tx, { companyId, revision, events });
}

/** Who took a cargo over left the plant when the first truck did. */
async function shareDepartures(tx: Tx, mended: readonly Mended[]): Promise<void> {
  const first = mended.filter(({ unit }) => unit.handedOverAt !== undefined);
  if (first.length === 0) return;
  const others = await shipments.listUnits(tx, [...new Set(first.map(({ shipmentId }) => shipmentId))]);
  const heirs = first.flatMap(({ unit, shipmentId }) =>
    others
      .filter(
        (other) =>
          other.shipmentId === shipmentId && other.unit.takenOverAt === unit.handedOverAt && unit.departedAt !== undefined,
      )
      .map((other) => ({ ...other, unit: { ...other.unit, departedAt: unit.departedAt as string } })),
  );
  await shipments.saveUnits(tx, heirs);
}
