import type { Place, ShipmentUnit } from '@karavan/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advanceTrip, type TripPosition, tellsOfTrip } from './advance-trip.ts';
import { ms } from './time.ts';

const PLANT: Place = { name: 'Завод', lat: 51.2, lon: 58.34 };
const SITE: Place = { name: 'Площадка', lat: 51.77, lon: 55.1 };
const planned: ShipmentUnit = {
  id: 'u1',
  leg: 0,
  mode: 'road',
  assetId: 'v1',
  label: 'А123ВС56',
  massKg: 20_000,
  status: 'planned',
};
const scheduled: ShipmentUnit = { ...planned, loadFrom: '2026-08-20T08:00:00Z', unloadTo: '2026-08-20T15:00:00Z' };

const at = (
  place: { lat?: number | undefined; lon?: number | undefined },
  time: string,
  change: Partial<TripPosition> = {},
): TripPosition => ({
  lat: place.lat ?? 0,
  lon: place.lon ?? 0,
  at: `2026-08-20T${time}:00Z`,
  speedKmh: 60,
  ...change,
});
/** 42 km of road from the site: 32.3 km of great circle to the east. */
const NEAR = { lat: 51.77, lon: 55.5693 };

function drive(unit: ShipmentUnit, ...positions: TripPosition[]) {
  return positions.reduce(
    (before, position) => {
      const after = advanceTrip({ unit: before.unit, position, origin: PLANT, destination: SITE });
      return { unit: after.unit, told: [...before.told, ...after.events.map((event) => event.kind)] };
    },
    { unit, told: [] as string[] },
  );
}

test('RT1 RT2 RT5 planned, moving, delivered, each told once', () => {
  const trip = [at(PLANT, '08:10', { speedKmh: 0 }), at(NEAR, '12:00'), at(SITE, '12:50', { speedKmh: 3 })];
  const { unit, told } = drive(scheduled, ...trip, ...trip);
  expect(told).toEqual(['departed', 'delivered']);
  expect(unit).toMatchObject({
    status: 'delivered',
    departedAt: '2026-08-20T12:00:00Z',
    deliveredAt: '2026-08-20T12:50:00Z',
    remainingKm: 0,
  });
  expect(unit).not.toHaveProperty('eta');
});

test('RT1 a late fix changes nothing, a trip never goes backwards', () => {
  const { unit } = drive(planned, at(NEAR, '12:00'));
  expect(advanceTrip({ unit, position: at(PLANT, '11:00'), origin: PLANT, destination: SITE })).toEqual({ unit, events: [] });
  expect(drive(unit, at(PLANT, '12:10', { speedKmh: 0 })).unit.status).toBe('moving');
});

test('RT2 seen outside: at once without a loading time, else from the loading time on', () => {
  expect(drive(planned, at(NEAR, '07:00')).unit.status).toBe('moving');
  expect(drive(scheduled, at(NEAR, '07:59')).unit.status).toBe('planned');
  expect(drive(scheduled, at(NEAR, '08:00')).unit.status).toBe('moving');
  expect(drive(scheduled, at(PLANT, '09:00')).unit.status).toBe('planned');
});

test('RT2 places without coordinates leave only the time', () => {
  const position = at(NEAR, '09:00');
  const unit = advanceTrip({ unit: scheduled, position, origin: { name: 'Завод' }, destination: { name: 'Площадка' } }).unit;
  expect(unit).toMatchObject({ status: 'moving', seenAt: position.at });
  expect(unit).not.toHaveProperty('eta');
  expect(
    advanceTrip({ unit: scheduled, position: at(NEAR, '07:00'), origin: { name: 'Завод' }, destination: SITE }).unit.status,
  ).toBe('planned');
});

test('RT3 a coarse fix is outside only with its whole circle', () => {
  const close = { lat: 51.22, lon: 58.34 };
  expect(drive(planned, at(PLANT, '08:00'), at(close, '08:30', { accuracyM: 1_500 })).unit.status).toBe('planned');
  expect(drive(planned, at(PLANT, '08:00'), at(close, '08:30', { accuracyM: 50 })).unit.status).toBe('moving');
});

test('RT4 a truck still at the site from an earlier trip has not delivered this one', () => {
  const stands = (time: string) => at(SITE, time, { speedKmh: 0 });
  expect(drive(planned, stands('09:00'), stands('10:00')).unit.status).toBe('planned');
  expect(drive(scheduled, stands('08:30')).unit.status).toBe('planned');
  expect(drive(scheduled, stands('12:30')).told).toEqual(['departed', 'delivered']);
});

test('RT5 driving past the site delivers nothing, an unknown speed does', () => {
  const moving = drive(planned, at(NEAR, '12:00')).unit;
  expect(drive(moving, at(SITE, '12:50', { speedKmh: 40 })).unit.status).toBe('moving');
  expect(drive(moving, at({ lat: 51.775, lon: 55.1 }, '12:50', { speedKmh: 0 })).unit.status).toBe('moving');
  expect(drive(moving, at(SITE, '12:50', { speedKmh: null })).unit.status).toBe('delivered');
});

test('RT5 without coordinates of the site, standing at or after the planned unloading', () => {
  const moving: ShipmentUnit = { ...scheduled, status: 'moving', seenAt: '2026-08-20T12:00:00Z' };
  const seen = (time: string, speedKmh: number) =>
    advanceTrip({ unit: moving, position: at(NEAR, time, { speedKmh }), origin: PLANT, destination: { name: 'Площадка' } }).unit
      .status;
  expect([seen('14:59', 0), seen('15:00', 60), seen('15:00', 0)]).toEqual(['moving', 'moving', 'delivered']);
});

test('RT6 42 km from the site on a weekday: 33 to 76 minutes', () => {
  const { unit } = drive(planned, at(NEAR, '12:00'));
  expect(unit.remainingKm).toBeCloseTo(42, 0);
  const minutes = [unit.eta?.p10, unit.eta?.p50, unit.eta?.p90].map((time) =>
    Math.round((ms(time ?? '') - ms('2026-08-20T12:00:00Z')) / 60_000),
  );
  const likely = (42 / 53) * 60;
  expect(minutes).toEqual([likely * 0.78, likely, likely * 1.4].map((value) => expect.closeTo(value, -0.5)));
});

test('RT7 a day’s driving, the break in it and the rest after it', () => {
  const far = at({ lat: 55.75, lon: 49.1 }, '12:00');
  const { eta, remainingKm } = drive(planned, far).unit;
  expect(remainingKm).toBeGreaterThan(62 * 9);
  expect(eta?.stops?.map(({ kind, minutes }) => `${kind} ${minutes}`)).toEqual(['break 45', 'rest 660', 'break 45']);
  const hours = (ms(eta?.p50 ?? '') - ms(far.at)) / 3_600_000 - 12.5;
  expect((remainingKm ?? 0) / hours).toBeGreaterThan(53);
  expect((remainingKm ?? 0) / hours).toBeLessThan(62);
  expect(eta?.basis).toContain('RT7');
});

test('RT11 RT12 RT13 the way of a router, the hours of the site and the driver’s day are in the forecast', () => {
  const moving: ShipmentUnit = {
    ...planned,
    ...{ status: 'moving', seenAt: '2026-08-20T11:00:00Z', remainingKm: 100 },
    ...{ driver: { sinceBreak: 200, sinceRest: 300, stoodFor: 0 } },
    ...{ route: { km: 60, minutes: 60, straightKm: 32, at: '2026-08-20T11:00:00Z' } },
  };
  const opensMs = ms('2026-08-21T05:00:00Z');
  const road = { opensAt: () => ({ opensMs }) };
  const { unit } = advanceTrip({ unit: moving, position: at(NEAR, '12:00'), origin: PLANT, destination: SITE, road });
  expect(unit.remainingKm).toBeGreaterThan(55);
  expect(unit.eta).toMatchObject({ p50: '2026-08-21T05:00:00.000Z', gate: { opensAt: '2026-08-21T05:00:00.000Z' } });
  expect(unit.eta?.stops).toMatchObject([{ kind: 'break', at: '2026-08-20T12:10:00.000Z' }]);
  expect(unit.driver).toEqual({ sinceBreak: 260, sinceRest: 360, stoodFor: 0 });
});

test('RT8 a truck at the plant long before its time is there for another trip', () => {
  expect(drive(scheduled, at(PLANT, '04:59')).unit).toEqual(scheduled);
  expect(drive(scheduled, at(PLANT, '05:00')).unit.seenAt).toBe('2026-08-20T05:00:00Z');
  expect(drive(scheduled, at(PLANT, '05:00'), at(NEAR, '07:00')).unit.status).toBe('moving');
});

test('RT1 RT6 on any track the status never goes back and the forecast never lies before the position', () => {
  const rank = { planned: 0, moving: 1, atStation: 2, delivered: 3 };
  const position = fc.record({
    lat: fc.constantFrom(PLANT.lat ?? 0, NEAR.lat, SITE.lat ?? 0, 55.75),
    lon: fc.constantFrom(PLANT.lon ?? 0, NEAR.lon, SITE.lon ?? 0, 49.1),
    at: fc.integer({ min: 0, max: 1_400 }).map((minute) => new Date(ms('2026-08-20T00:00:00Z') + minute * 60_000).toISOString()),
    speedKmh: fc.constantFrom(null, 0, 60),
  });
  fc.assert(
    fc.property(fc.array(position, { maxLength: 30 }), fc.boolean(), (positions, timed) => {
      let unit = timed ? scheduled : planned;
      for (const seen of positions) {
        const input = { unit, position: seen, origin: PLANT, destination: SITE };
        const next = advanceTrip(input);
        expect(tellsOfTrip(input)).toBe(next.unit !== unit || next.events.length > 0);
        expect(rank[next.unit.status]).toBeGreaterThanOrEqual(rank[unit.status]);
        if (next.unit !== unit && next.unit.eta) expect(ms(next.unit.eta.p10)).toBeGreaterThanOrEqual(ms(seen.at));
        unit = next.unit;
      }
    }),
  );
});

test('RT10 under way a trip is told anew every 15 seconds, an arrival at once', () => {
  const { unit } = drive(scheduled, at(NEAR, '12:00'));
  const later = (seconds: number, change: Partial<TripPosition> = {}) =>
    advanceTrip({
      unit,
      position: at({ ...NEAR, ...change }, '12:00', { at: `2026-08-20T12:00:${seconds}Z`, ...change }),
      origin: PLANT,
      destination: SITE,
    });
  expect(later(14).unit).toBe(unit);
  expect(later(15).unit.seenAt).toBe('2026-08-20T12:00:15Z');
  expect(later(14, { lat: SITE.lat ?? 0, lon: SITE.lon ?? 0, speedKmh: 0 }).unit.status).toBe('delivered');
});

test('RT5 a fix coarser than the gate proves no arrival', () => {
  const standing = { speedKmh: null };
  expect(drive(scheduled, at(NEAR, '12:00'), at(SITE, '12:50', { ...standing, accuracyM: 501 })).unit.status).toBe('moving');
  expect(drive(scheduled, at(NEAR, '12:00'), at(SITE, '12:50', { ...standing, accuracyM: 500 })).unit.status).toBe('delivered');
});
