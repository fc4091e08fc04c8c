import type { NormBook } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { FLEET, msk, stateOf } from '../fleet.fixture.ts';
import { SHIPPED_NORMS } from './books.ts';
import { normTerm, withNormTerm } from './norm-term.ts';
import { daysPastTerm, penaltyPct } from './penalty.ts';

const accepted = (day: string, clock = '12:00') => new Date(`${day}T${clock}:00+03:00`).toISOString();

// terms that real waybills of coal trains carry: distance, day of acceptance, term
test.each([
  [3734, '2026-07-24', '2026-08-02'],
  [6094, '2026-07-12', '2026-07-26'],
  [6094, '2026-08-02', '2026-08-16'],
  [6040, '2024-02-28', '2024-03-12'],
])('NT2 NT3 a route train of %i km taken over on %s is due on %s', (distanceKm, day, due) => {
  expect(normTerm({ acceptedAt: accepted(day), distanceKm, kind: 'route' })?.date).toBe(due);
});

test('NT2 748 km by wagonload: 3.56 days of travel are four, and two more', () => {
  const term = normTerm({ acceptedAt: accepted('2026-08-14', '15:00'), distanceKm: 748 });
  expect(term).toMatchObject({ date: '2026-08-20', acceptedOn: '2026-08-14', kmPerDay: 210, travelDays: 4, extraDays: 2 });
  expect(normTerm({ acceptedAt: accepted('2026-08-14'), distanceKm: 748, extraDays: 1 })?.date).toBe('2026-08-21');
});

test('NT2 the day of acceptance is the Moscow one: 23:30 and 00:30 are a day apart', () => {
  expect(normTerm({ acceptedAt: accepted('2026-08-14', '23:30'), distanceKm: 748 })?.date).toBe('2026-08-20');
  expect(normTerm({ acceptedAt: accepted('2026-08-15', '00:30'), distanceKm: 748 })?.date).toBe('2026-08-21');
});

test('NT3 a band begins at its kilometre, and the book at its day', () => {
  // 199 km / 110 = 1.81 → 2; 200 km / 160 = 1.25 → 2; 220 km / 110 would be exactly 2; 5000 / 400 = 12.5 → 13
  const days = (distanceKm: number) => normTerm({ acceptedAt: accepted('2026-08-14'), distanceKm })?.travelDays;
  expect([110, 111, 199, 200, 320, 321, 5000].map(days)).toEqual([1, 2, 2, 2, 2, 3, 13]);
  expect(normTerm({ acceptedAt: accepted('2016-03-26'), distanceKm: 748 })).toBeUndefined();
  expect(normTerm({ acceptedAt: accepted('2026-08-14'), distanceKm: 0 })).toBeUndefined();
  expect(normTerm({ acceptedAt: accepted('2026-08-14'), distanceKm: 748 })).toMatchObject({ confirmed: false });
});

test('NT1 the date of the report stays; a computed one only fills the gap, and says so', () => {
  const { inTransit, atOrigin } = FLEET;
  if (inTransit === undefined || atOrigin === undefined) throw new Error('the fixture has changed');
  const stated = stateOf(inTransit);
  expect(withNormTerm(stated)).toBe(stated);
  const without = stateOf(atOrigin); // loaded on 19 Aug 17:30, 748 km
  expect(without.deadline).toBeUndefined();
  expect(withNormTerm(without).deadline).toMatchObject({
    date: '2026-08-25',
    basis: 'computed',
    norm: { bookId: 'built-in', version: 0, confirmed: false, acceptedOn: '2026-08-19', distanceKm: 748, kmPerDay: 210 },
  });
  const { totalKm: _, ...unmeasured } = without;
  expect(withNormTerm(unmeasured).deadline).toBeUndefined();
});

const [shipped] = SHIPPED_NORMS;
/** A version of the company: so many km a day at any distance, one extra day. */
function version(number: number, validFrom: string, kmPerDay: number, more: Partial<NormBook> = {}): NormBook {
  if (shipped === undefined) throw new Error('nothing ships');
  const bands = [{ fromKm: 0, kmPerDay }];
  return {
    ...shipped,
    id: `v${number}`,
    version: number,
    validFrom,
    kmPerDay: { wagonload: bands, route: bands, container: bands },
    extraDays: [{ days: 1, why: 'x' }],
    confidence: 'confirmed',
    ...more,
  };
}

test('NT5 the version of the day of acceptance counts, and the company’s own before what ships', () => {
  const books = [...SHIPPED_NORMS, version(1, '2026-03-01', 400), version(2, '2026-08-01', 500, { validTo: '2026-08-31' })];
  const byOf = (day: string) => normTerm({ acceptedAt: accepted(day), distanceKm: 748 }, books);
  // before any own version what ships: 4 + 2 days; then 748 / 400 = 1.87 → 2 + 1; in August 748 / 500 = 1.5 → 2 + 1
  expect(byOf('2026-02-28')).toMatchObject({ version: 0, date: '2026-03-06', confirmed: false });
  expect(byOf('2026-03-01')).toMatchObject({ version: 1, date: '2026-03-04', bookId: 'v1', confirmed: true });
  expect(byOf('2026-08-31')).toMatchObject({ version: 2, date: '2026-09-03' });
  expect(byOf('2026-09-01')).toMatchObject({ version: 1, date: '2026-09-04' });
});

test('NT5 of one first day the later version counts, until it is withdrawn', () => {
  const withdrawn = { withdrawnBy: 'x', withdrawnAt: '2026-09-01T00:00:00Z' };
  const of = (books: NormBook[]) => normTerm({ acceptedAt: accepted('2026-08-14'), distanceKm: 748 }, books)?.version;
  const [first, second] = [version(1, '2026-08-01', 400), version(2, '2026-08-01', 500)];
  expect(of([...SHIPPED_NORMS, first, second])).toBe(2);
  expect(of([second, first, ...SHIPPED_NORMS])).toBe(2);
  expect(of([...SHIPPED_NORMS, first, { ...second, ...withdrawn }])).toBe(1);
  expect(of([...SHIPPED_NORMS, { ...first, ...withdrawn }, { ...second, ...withdrawn }])).toBe(0);
});

test('NT4 every begun day past the term, 6 % a day and half of the charge at most', () => {
  expect(daysPastTerm('2026-08-20', msk(20, '23:59'))).toBe(0);
  expect(daysPastTerm('2026-08-20', msk(21, '00:00'))).toBe(1);
  expect(daysPastTerm('2026-08-20', msk(22, '10:00'))).toBe(2);
  const chargeRub = 85_000;
  expect([0, 1, 4, 8, 9, 100].map((days) => (chargeRub * penaltyPct(days)) / 100)).toEqual([
    0, 5100, 20_400, 40_800, 42_500, 42_500,
  ]);
});
