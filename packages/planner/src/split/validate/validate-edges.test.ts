import type { SplitReply, SplitTrip } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { dailyHours } from '../oracle/random-request.fixture.ts';
import { planSplit } from '../plan-split.ts';
import { request, truck } from '../split.fixture.ts';
import { validateSplit } from './index.ts';

/** Hours of the Moscow wall clock counted from 0:00 on the 23rd of November, `6.5` is 6:30. */
const at = (hours: number): string => new Date(Date.parse('2026-11-22T21:00:00Z') + hours * 3_600_000).toISOString();

/** Loads for an hour, two hours there, unloaded for an hour, two hours back. */
function trip(loadFrom: number, more: Partial<SplitTrip> & { unloadAt?: number } = {}): SplitTrip {
  const { unloadAt = loadFrom + 3, ...rest } = more;
  const massKg = rest.massKg ?? 20_000;
  return {
    vehicleId: 'a',
    plantId: 'plant',
    date: '2026-11-23',
    massKg,
    loadFrom: at(loadFrom),
    loadTo: at(loadFrom + 1),
    departsAt: at(loadFrom + 1),
    arrivesAt: at(loadFrom + 3),
    unloadFrom: at(unloadAt),
    unloadTo: at(unloadAt + 1),
    backAt: at(unloadAt + 3),
    serves: [{ date: '2026-11-23', massKg }],
    ...rest,
  };
}

/** What is broken besides the totals, which are nobody's here. */
function broken(trips: SplitTrip[], of: Parameters<typeof request>[0] = {}): string[] {
  const reply: SplitReply = {
    trips,
    days: [],
    unmetKg: 0,
    lateKgDays: 0,
    tripsCount: trips.length,
    cost: 0,
    proof: 'optimal',
    reasons: [],
  };
  const rules = validateSplit(request({ demand: [{ date: '2026-11-23', massKg: 60_000 }], ...of }), reply).map(
    ({ rule }) => rule,
  );
  return [...new Set(rules)].filter((rule) => rule !== 'SP14').sort();
}
const two = { fleet: [truck('a'), truck('b')] };
const b = (loadFrom: number, more: Parameters<typeof trip>[1] = {}) => trip(loadFrom, { vehicleId: 'b', ...more });

test('SP1: it leaves when it is loaded, is unloaded when it is there, and may wait in between', () => {
  expect(broken([trip(6)])).toEqual([]);
  expect(broken([trip(6, { unloadAt: 12 })])).toEqual([]);
  expect(broken([trip(6, { departsAt: at(6.9), arrivesAt: at(8.9) })])).toEqual(['SP1']);
  expect(broken([trip(6, { departsAt: at(7.5), arrivesAt: at(9.5) })])).toEqual(['SP1']);
  const slow = trip(6, { arrivesAt: at(9.5), unloadAt: 9.5 });
  expect(broken([slow])).toEqual(['SP1']);
  expect(broken([slow], { hoursRules: 'RU' })).toEqual([]);
});

test('SP2 SP5 SP6: on both sides of opening, closing, the first instant and midnight', () => {
  expect(broken([trip(14)])).toEqual([]); // unloaded at 18:00, when the site closes
  expect(broken([trip(14 + 1 / 60)])).toEqual(['SP2']);
  expect(broken([trip(6 - 1 / 60)])).toEqual(['SP2']);
  expect(broken([trip(6)], { notBefore: at(6) })).toEqual([]);
  expect(broken([trip(6)], { notBefore: at(6 + 1 / 60) })).toEqual(['SP5']);
  const evening = trip(-5, { unloadAt: 8 });
  expect(broken([evening])).toEqual(['SP5']);
  expect(broken([evening], { earlyDays: 1 })).toEqual([]);
  const night = { site: { receiving: dailyHours(0, 24) }, lateDays: 1 };
  const midnight = { unloadAt: 23 };
  expect(broken([trip(19, midnight)], night)).toEqual(['SP6']);
  expect(broken([trip(19, { ...midnight, date: '2026-11-24' })], night)).toEqual([]);
});

test('SP3 SP4: one begins where another ends, and not a minute before', () => {
  expect(broken([trip(6), b(7)], two)).toEqual([]);
  expect(broken([trip(6), b(7 - 1 / 60, { unloadAt: 10 })], two)).toEqual(['SP3']); // at the plant
  const wide = { ...two, plant: { bays: 2 } };
  expect(broken([trip(6), b(6, { unloadAt: 10 })], wide)).toEqual([]);
  expect(broken([trip(6), b(6, { unloadAt: 10 - 1 / 60 })], wide)).toEqual(['SP3']); // at the site
  expect(broken([trip(6), trip(12)])).toEqual([]);
  expect(broken([trip(6), trip(12 - 1 / 60)])).toEqual(['SP4']);
  expect(broken([trip(6)], { fleet: [truck('a', { calendar: dailyHours(6, 12) })] })).toEqual([]);
  expect(broken([trip(6)], { fleet: [truck('a', { calendar: dailyHours(6, 11) })] })).toEqual(['SP4']);
  expect(broken([trip(6)], { fleet: [truck('a', { calendar: dailyHours(7, 12) })] })).toEqual(['SP4']);
});

test('SP7 SP8: 4.5 hours and 9 hours of driving, a break and a rest, and unloading is neither', () => {
  const far = { hoursRules: 'RU', plant: { driveMinutes: 300 }, site: { receiving: dailyHours(0, 24) }, lateDays: 1 } as const;
  const drive = (outMin: number, homeMin: number) => {
    const [arrives, unloaded] = [7 + outMin / 60, 8 + outMin / 60];
    const times = { arrivesAt: at(arrives), unloadAt: arrives, backAt: at(unloaded + homeMin / 60) };
    return broken([trip(6, times)], far);
  };
  expect(drive(345, 960)).toEqual([]); // a break of 45 minutes out, a rest of 11 hours home
  expect(drive(344, 960)).toEqual(['SP7']);
  expect(drive(345, 959)).toEqual(['SP7']);
});

test('SP9 SP13: exactly as much, as heavy and as long as may be, and no more', () => {
  expect(broken([trip(6, { massKg: 20_001 })])).toEqual(['SP9']);
  expect(broken([trip(6, { massKg: 0, serves: [] })])).toEqual(['SP9']);
  const least = { fleet: [truck('a', { minLoadKg: 5000 })] };
  expect(broken([trip(6, { massKg: 5000 })], least)).toEqual([]);
  expect(broken([trip(6, { massKg: 4999 })], least)).toEqual(['SP9']);
  const heavy = { fleet: [truck('a', { grossKg: 34_000, lengthM: 16.5 })], site: { maxGrossKg: 30_000, maxLengthM: 16.5 } };
  expect(broken([trip(6, { massKg: 16_000 })], heavy)).toEqual([]);
  expect(broken([trip(6, { massKg: 16_001 })], heavy)).toEqual(['SP13']);
  expect(broken([trip(6, { massKg: 16_000 })], { ...heavy, site: { ...heavy.site, maxLengthM: 16.4 } })).toEqual(['SP13']);
});

test('SP10 SP11: whole pieces, days early and late, every kilogram for a demand', () => {
  const days = ['21', '22', '23', '24', '25'].map((day) => ({ date: `2026-11-${day}`, massKg: 20_000 }));
  const week = { demand: days, earlyDays: 1, lateDays: 1 };
  const serving = (...parts: [day: number, massKg: number][]) =>
    broken([trip(6, { serves: parts.map(([day, massKg]) => ({ date: `2026-11-${day}`, massKg })) })], week);
  expect(serving([22, 10_000], [24, 10_000])).toEqual([]);
  expect(serving([21, 20_000])).toEqual(['SP11']);
  expect(serving([25, 20_000])).toEqual(['SP11']);
  expect(serving([23, 19_999])).toEqual(['SP11']);
  expect(serving([23, 30_000], [24, -10_000])).toEqual(['SP11']);
  expect(broken([trip(6), trip(12)], { ...week, demand: [{ date: '2026-11-23', massKg: 39_999 }] })).toEqual(['SP11']);
  const pieces = { product: { form: 'pieces', pieceMassKg: 1500 }, demand: days, earlyDays: 1 } as const;
  const halves = (massKg: number) => ['2026-11-23', '2026-11-24'].map((date) => ({ date, massKg }));
  expect(broken([trip(6, { massKg: 18_000, serves: halves(9000) })], pieces)).toEqual([]);
  expect(broken([trip(6, { massKg: 19_500, serves: halves(9750) })], pieces)).toEqual(['SP10']);
});

test('SP12: the supply is of the day, in the zone of the plant, on which loading begins', () => {
  const late = { date: '2026-11-24', unloadAt: 32, serves: [{ date: '2026-11-23', massKg: 20_000 }] };
  const from = (supplyKg: Record<string, number>) =>
    broken([trip(18, late)], {
      lateDays: 1,
      plant: { loading: { ...dailyHours(0, 24), timeZone: 'Asia/Vladivostok' }, supplyKg },
    });
  expect(from({ '2026-11-24': 20_000 })).toEqual([]); // 18:00 in Moscow is 1:00 of the next day there
  expect(from({ '2026-11-24': 19_999 })).toEqual(['SP12']);
  expect(from({ '2026-11-23': 20_000 })).toEqual(['SP12']);
});

test('SP14: every figure of a day and every total is counted again', () => {
  const asked = request({ demand: [{ date: '2026-11-23', massKg: 30_000 }] });
  const good = planSplit(asked);
  expect(validateSplit(asked, good)).toEqual([]);
  const [row] = good.days;
  if (row === undefined) throw new Error('there is a day');
  const spoilt = (more: Partial<SplitReply>) => validateSplit(asked, { ...good, ...more }).map(({ rule }) => rule);
  for (const field of ['demandKg', 'deliveredKg', 'lateKg', 'unmetKg'] as const)
    expect(spoilt({ days: [{ ...row, [field]: row[field] + 1 }] })).toContain('SP14');
  expect(spoilt({ days: [row, row] })).toContain('SP14');
  expect(spoilt({ tripsCount: good.tripsCount + 1 })).toEqual(['SP14']);
});
