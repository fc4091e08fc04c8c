import type { ShipmentUnit } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { advanceTrip, type TripPosition } from './advance-trip.ts';
import { currentTrips } from './current-trips.ts';
import { type TripToWalk, walkTrips } from './walk-trips.ts';

const at = (hours: number) => new Date(Date.parse('2026-06-10T00:00:00.000Z') + hours * 3_600_000).toISOString();
/** 1° of latitude is 111.195 km: two hours at 55 km/h */
const origin = { name: 'Plant', lat: 55, lon: 38 };
const destination = { name: 'Site', lat: 56, lon: 38 };
const unit = (id: string, more: Partial<ShipmentUnit> = {}): ShipmentUnit => ({
  ...{ id, leg: 0, mode: 'road', assetId: 'truck:1', label: 'А123ВС56', massKg: 20_000, status: 'planned', loadFrom: at(6) },
  ...more,
});
const trip = (of: ShipmentUnit, shipmentId = of.id): TripToWalk => ({ unit: of, shipmentId, origin, destination });
const fix = (hours: number, lat: number, speedKmh = 0): TripPosition => ({ at: at(hours), lat, lon: 38, speedKmh });
/** there and back twice: loads at 6, arrives at 9, is back at 12, leaves again at 13 */
const TWICE = [
  fix(6, 55),
  fix(7, 55.1, 50),
  fix(8, 55.6, 50),
  fix(9, 56),
  fix(9.5, 56),
  fix(11, 55.5, 50),
  fix(12, 55),
  fix(13, 55.2, 50),
];

test('RT1: a whole day of a truck, known at once, is two trips: each with when it came, left and arrived', () => {
  const walked = walkTrips([trip(unit('a')), trip(unit('b', { loadFrom: at(12) }))], TWICE);
  expect(walked.get('a')).toMatchObject({
    unit: { status: 'delivered', departedAt: at(7), deliveredAt: at(9) },
    since: at(6),
    overAt: at(12),
  });
  expect(walked.get('b')).toMatchObject({ unit: { status: 'moving', departedAt: at(13) }, since: at(12) });
  expect(walked.get('a')?.events.map(({ kind, at: when }) => `${kind} ${when}`)).toEqual([
    `departed ${at(7)}`,
    `delivered ${at(9)}`,
  ]);
});

test('RT1: what was known of a trip before does not matter to its walk', () => {
  const known = unit('a', {
    status: 'moving',
    departedAt: at(8),
    seenAt: at(8),
    remainingKm: 1,
    driver: { sinceBreak: 9, sinceRest: 9, stoodFor: 0 },
  });
  const strip = (map: ReturnType<typeof walkTrips>) => JSON.stringify([...map]);
  expect(strip(walkTrips([trip(known)], TWICE))).toBe(strip(walkTrips([trip(unit('a'))], TWICE)));
});

test('RT9: a trip nobody ended is over when its truck takes up the next cargo', () => {
  const way = [fix(6, 55), fix(7, 55.1, 50), fix(31, 55)];
  const walked = walkTrips([trip(unit('a')), trip(unit('b', { loadFrom: at(30.5) }))], way);
  expect(walked.get('a')).toMatchObject({ unit: { status: 'moving' }, overAt: at(31) });
  expect(walked.get('b')).toMatchObject({ since: at(31) });
});

test('RT15: a cargo taken over is on board, whatever its new truck did before and is planned for', () => {
  const over = unit('over', { status: 'moving', departedAt: at(5), loadFrom: at(7), takenOverAt: at(7) });
  const own = unit('own', { loadFrom: at(6) });
  expect(currentTrips([own, over], at(7.1)).map(({ id }) => id)).toEqual(['over']);
  // it stands at the site from an earlier trip, before and after it takes the cargo over
  const way = [fix(6.9, 56), fix(7.1, 56), fix(8, 55.5, 60), fix(9, 56)];
  const step = (position: TripPosition) => advanceTrip({ unit: over, position, origin, destination }).unit;
  expect(step(fix(6.9, 55.9, 50))).toBe(over);
  expect(step(fix(7.1, 56))).toBe(over);
  expect(walkTrips([trip(over)], way).get('over')?.unit).toMatchObject({
    status: 'delivered',
    departedAt: at(5),
    deliveredAt: at(9),
  });
});

test('RT15: the truck that handed its cargo over has nothing to do with what comes after', () => {
  const first = unit('a', { status: 'delivered', massKg: 0, departedAt: at(8), handedOverAt: at(8.5) });
  const walked = walkTrips([trip(first)], TWICE).get('a');
  expect(walked).toMatchObject({ unit: { status: 'moving', departedAt: at(7) }, since: at(6) });
  expect(walked?.unit.deliveredAt).toBeUndefined();
});
