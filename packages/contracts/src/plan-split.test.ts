import { expect, test } from 'vitest';
import { SplitRequest } from './plan-split.ts';

const calendar = { timeZone: 'Europe/Moscow', hours: { mon: [['08:00', '18:00']] } };
const plant = { id: 'p', loading: calendar, bays: 1, loadMinutes: 30, driveMinutes: 60, distanceKm: 50 };
const truck = {
  id: 't',
  plantId: 'p',
  maxPayloadKg: 20_000,
  unloadingModes: ['tip'],
  unloadMinutes: 30,
  costPerTrip: 1,
  costPerKm: 1,
};
const good = {
  product: { form: 'bulk' },
  demand: [{ date: '2026-11-23', massKg: 1000 }],
  site: { id: 's', receiving: calendar, bays: 1, unloadingModes: ['tip'] },
  plants: [plant],
  fleet: [truck],
  objective: 'fewestTrips',
};
const paths = (change: object): string[] =>
  SplitRequest.safeParse({ ...good, ...change }).error?.issues.map(({ path }) => path.join('.')) ?? [];

test('a split request is taken as it is', () => {
  expect(SplitRequest.safeParse(good).success).toBe(true);
});

test('what is wrong is named by its field', () => {
  expect(paths({ fleet: [truck, truck] })).toEqual(['fleet.1.id']);
  expect(paths({ plants: [plant, plant] })).toEqual(['plants.1.id']);
  expect(paths({ fleet: [{ ...truck, plantId: 'x' }] })).toEqual(['fleet.0.plantId']);
  expect(paths({ fleet: [{ ...truck, maxPayloadKg: undefined }] })).toEqual(['fleet.0.maxPayloadKg']);
  expect(paths({ fleet: [{ ...truck, grossKg: 10 }] })).toEqual(['fleet.0.grossKg']);
  expect(paths({ fleet: [{ ...truck, unloadMinutes: 0 }] })).toEqual(['fleet.0.unloadMinutes']);
  expect(paths({ demand: [{ date: '2026-02-30', massKg: 1 }] })).toEqual(['demand.0.date']);
  expect(paths({ demand: [{ date: '2026-11-23', massKg: Number.NaN }] })).toEqual(['demand.0.massKg']);
  expect(paths({ demand: [good.demand[0], { date: '2028-11-23', massKg: 1 }] })).toEqual(['demand']);
  expect(paths({ notBefore: '1990-01-01T00:00:00Z' })).toEqual(['notBefore']);
  expect(paths({ product: { form: 'pieces' } })).toEqual(['product.pieceMassKg']);
});
