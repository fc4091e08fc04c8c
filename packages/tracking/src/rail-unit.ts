import type { ShipmentUnit, UnitStatus, WagonStatus } from '@karavan/contracts';
import { defined } from './defined.ts';
import { sameStation } from './station.ts';
import { DAY_MS, ms } from './time.ts';
import { isFirstAbandoning } from './wagon-stay.ts';
import { TRIP_START_TOLERANCE_MS, type WagonSnapshot } from './wagon-trip.ts';

/** What a wagon's status means for its goods; absent: it says nothing of them. */
const UNIT_STATUS: Partial<Record<WagonStatus, UnitStatus>> = {
  atOrigin: 'planned',
  inTransit: 'moving',
  standing: 'moving',
  abandoned: 'moving',
  badOrder: 'moving',
  arrived: 'atStation',
  unloaded: 'delivered',
  emptyInTransit: 'delivered',
};
/** A trip begun this long before the planned loading brings something else. */
const OTHER_TRIP_DAYS = 2;

interface Input {
  unit: ShipmentUnit;
  wagon: WagonSnapshot;
  shipmentCreatedAt: string;
}

const paper = (waybill: string) => waybill.replace(/\s/g, '').toUpperCase();
const isEmptied = (wagon: WagonSnapshot) =>
  wagon.status === 'unloaded' || wagon.status === 'emptyInTransit' || wagon.loadState === 'empty';

/** Goods put down before the shipment existed, or loaded long before its loading time, are not this shipment's (SH9). */
function isEarlierTrip({ unit, wagon, shipmentCreatedAt }: Input): boolean {
  if (isEmptied(wagon)) {
    const ofThisShipment = wagon.status === 'unloaded' && ms(wagon.lastOperation.at) >= ms(shipmentCreatedAt);
    if (!ofThisShipment) return true;
  }
  const started = wagon.tripStartedAt;
  return unit.loadFrom !== undefined && started !== undefined && ms(started) < ms(unit.loadFrom) - OTHER_TRIP_DAYS * DAY_MS;
}

/** Whether the wagon's trip began after the unit had left; undefined where a time is missing. */
function startedAfterDeparture({ unit, wagon }: Input): boolean | undefined {
  if (wagon.tripStartedAt === undefined || unit.departedAt === undefined) return undefined;
  return ms(wagon.tripStartedAt) > ms(unit.departedAt) + TRIP_START_TOLERANCE_MS;
}

/** A wagon that is on a later trip has put down what it carried (SH10). */
function isLaterTrip(input: Input): boolean {
  const { wagon } = input;
  if (startedAfterDeparture(input) === true) return true;
  return wagon.loadState === 'empty' && (wagon.status === 'emptyInTransit' || wagon.status === 'atOrigin');
}

/** The waybill decides where both sides have one; else what is known of times. */
function tripOf(input: Input): 'this' | 'earlier' | 'later' {
  const { unit, wagon } = input;
  const begun = unit.status !== 'planned';
  if (unit.waybill !== undefined && wagon.waybill !== undefined) {
    if (paper(unit.waybill) === paper(wagon.waybill)) return 'this';
    if (!begun) return 'earlier';
    const newPapers = wagon.loadState === 'loaded' && startedAfterDeparture(input) === false;
    return newPapers ? 'this' : 'later';
  }
  if (begun) return isLaterTrip(input) ? 'later' : 'this';
  return isEarlierTrip(input) ? 'earlier' : 'this';
}

function departureOf({ unit, wagon }: Input): string {
  const { event, at, station } = wagon.lastOperation;
  const fromOrigin = event === 'DEPARTED' && sameStation(station, wagon.origin);
  return unit.departedAt ?? (fromOrigin ? at : (wagon.tripStartedAt ?? at));
}

function statusOf({ unit, wagon }: Input): UnitStatus {
  const held = wagon.status === 'abandoned' || wagon.status === 'badOrder';
  if (held && sameStation(wagon.lastOperation.station, wagon.origin)) return 'planned';
  return UNIT_STATUS[wagon.status] ?? unit.status;
}

/** Why it does not go on (SH14): the first record of it says since when, a later one only that it is so. */
function heldOf(wagon: WagonSnapshot): ShipmentUnit['held'] {
  const { status, lastOperation } = wagon;
  if (status !== 'abandoned' && status !== 'badOrder') return undefined;
  const isFirst = status === 'abandoned' ? isFirstAbandoning(wagon) : lastOperation.event === 'BAD_ORDER';
  return isFirst ? { why: status, since: lastOperation.at } : { why: status };
}

function delivered(unit: ShipmentUnit, at: string): ShipmentUnit {
  const { eta: _eta, held: _held, ...rest } = unit;
  return { ...rest, status: 'delivered', deliveredAt: unit.deliveredAt ?? at, remainingKm: 0 };
}

/** The unit as its wagon stands: unknown figures of an older report are dropped, not carried. */
function follow(input: Input): ShipmentUnit {
  const { unit, wagon } = input;
  const status = statusOf(input);
  const { eta: _eta, remainingKm: _km, station: _station, held: _held, ...rest } = unit;
  const seen = defined({
    ...rest,
    status,
    massKg: unit.massKg > 0 ? unit.massKg : (wagon.massKg ?? 0),
    waybill: unit.waybill ?? wagon.waybill,
    station: wagon.lastOperation.station,
    seenAt: wagon.reportedAt,
    departedAt: status === 'planned' ? unit.departedAt : departureOf(input),
    remainingKm: status === 'atStation' ? 0 : wagon.remainingKm,
    eta: status === 'planned' || status === 'moving' ? wagon.eta : undefined,
    held: heldOf(wagon),
  });
  return status === 'delivered' ? delivered(seen, wagon.lastOperation.at) : seen;
}

/**
 * A shipment's wagon as the last report has it (SH7 to SH10): planned until it leaves its origin, moving until it is at
 * the destination station (standing and abandoned on the way included), atStation until unloaded, then delivered for
 * good. A wagon that is plainly on another trip leaves a planned unit planned and completes one that was under way.
 */
export function railUnit(input: {
  unit: ShipmentUnit;
  wagon: WagonSnapshot | undefined;
  shipmentCreatedAt: string;
}): ShipmentUnit {
  const { unit, wagon } = input;
  if (wagon === undefined || unit.status === 'delivered') return unit;
  const known = { ...input, wagon };
  const trip = tripOf(known);
  if (trip === 'earlier') return unit;
  return trip === 'later' ? delivered(unit, wagon.tripStartedAt ?? wagon.lastOperation.at) : follow(known);
}
