import type { Tariff } from '@karavan/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { msk } from '../fleet.fixture.ts';
import { BUILT_IN_TARIFFS } from './built-in.ts';
import { countedUntil, idleCost, monthCost } from './clock.ts';
import type { DestinationStay } from './stays.ts';

const TARIFF: Tariff = {
  id: 'v1',
  name: 'Contract 7',
  validFrom: '2026-01-01',
  opens: 'arrived',
  closes: 'unloaded',
  freeHours: 48,
  unit: 'hour',
  bands: [
    { fromDay: 1, rateMinor: 10_050 },
    { fromDay: 2, rateMinor: 20_000 },
  ],
  currency: 'RUB',
  source: 'contract 7, annex 2',
  confidence: 'confirmed',
};
const stay = (change: Partial<DestinationStay> = {}): DestinationStay => ({
  station: 'ВОСКРЕСЕНСК',
  arrivedAt: msk(17, '09:20'),
  ...change,
});
const at = (instant: string, change: Partial<DestinationStay> = {}, tariffs: Tariff[] = [TARIFF]) => {
  const cost = idleCost(stay(change), tariffs, new Date(instant));
  if (cost === undefined) throw new Error('no clock');
  return cost;
};
const before = (instant: string) => new Date(Date.parse(instant) - 1).toISOString();
const after = (instant: string) => new Date(Date.parse(instant) + 1).toISOString();

describe('the clock, by hand', () => {
  test('IC3 48 hours free: what is left of them, and the exact first paid instant', () => {
    expect(at(msk(17, '09:20'))).toMatchObject({
      state: 'free',
      freeLeftMinutes: 2880,
      costMinor: 0,
      paidFrom: msk(19, '09:20'),
    });
    expect(at(msk(18, '15:50'))).toMatchObject({ state: 'free', freeLeftMinutes: 1050, paidUnits: 0, rateMinor: 10_050 });
    expect(at(before(msk(19, '09:20')))).toMatchObject({ state: 'free', freeLeftMinutes: 1, costMinor: 0 });
    expect(at(msk(19, '09:20'))).toMatchObject({ state: 'paying', freeLeftMinutes: 0, paidUnits: 1, costMinor: 10_050 });
  });

  test('IC4 IC5 every started hour counts from its first instant, and the second paid day costs more', () => {
    expect(at(before(msk(19, '10:20'))).paidUnits).toBe(1);
    expect(at(msk(19, '10:20'))).toMatchObject({ paidUnits: 2, costMinor: 20_100, nextUnitAt: msk(19, '11:20') });
    // 24 h at 100.50 and 3 started at 200.00
    expect(at(msk(20, '11:50'))).toMatchObject({ paidUnits: 27, costMinor: 24 * 10_050 + 3 * 20_000, rateMinor: 20_000 });
  });

  test('IC5 closed in the free time it costs nothing, closed at the edge of a unit that unit has not begun', () => {
    const edge = msk(19, '09:20');
    expect(at(msk(25, '00:00'), { unloadedAt: edge })).toMatchObject({ state: 'closed', costMinor: 0, closedAt: edge });
    expect(at(msk(25, '00:00'), { unloadedAt: after(edge) })).toMatchObject({ state: 'closed', costMinor: 10_050, paidUnits: 1 });
    expect(at(msk(25, '00:00'), { unloadedAt: msk(19, '11:20') }).costMinor).toBe(20_100);
    expect(at(msk(25, '00:00'), { unloadedAt: edge })).not.toHaveProperty('nextUnitAt');
  });

  test('IC3 the version of the arrival says what opens and closes it; who has left is closed anyhow', () => {
    const strict: Tariff = { ...TARIFF, opens: 'placed', closes: 'departed' };
    expect(idleCost(stay(), [strict], new Date(msk(25, '00:00')))).toBeUndefined();
    const facts = { placedAt: msk(18, '12:00'), unloadedAt: msk(20, '13:00'), leftAt: msk(20, '15:30') };
    // free until 20 Aug 12:00, then 12, 13, 14 and 15 o'clock
    expect(at(msk(25, '00:00'), facts, [strict])).toMatchObject({ openedBy: 'placed', paidUnits: 4, closedAt: msk(20, '15:30') });
    expect(at(msk(25, '00:00'), facts)).toMatchObject({ openedBy: 'arrived', closedAt: msk(20, '13:00') });
    expect(at(msk(25, '00:00'), { leftAt: msk(19, '09:00') })).toMatchObject({ state: 'closed', costMinor: 0 });
  });

  test('IC4 a later version takes over at 00:00 Moscow time of its first day, for units that begin from then on', () => {
    const dear: Tariff = {
      ...TARIFF,
      id: 'v2',
      validFrom: '2026-08-20',
      freeHours: 0,
      bands: [{ fromDay: 1, rateMinor: 99_900 }],
    };
    // paid from 19 Aug 09:20: hours begin at twenty past; 23:20 is the last of the old version
    expect(at(msk(19, '23:59'), {}, [TARIFF, dear])).toMatchObject({ paidUnits: 15, costMinor: 15 * 10_050 });
    expect(at(msk(20, '00:20'), {}, [dear, TARIFF])).toMatchObject({ paidUnits: 16, costMinor: 15 * 10_050 + 99_900 });
    expect(at(msk(20, '00:20'), {}, [TARIFF, dear]).tariffs.map(({ id }) => id)).toEqual(['v1', 'v2']);
  });

  test('IC4 where no version is in force time is free, and before the first one there is no clock', () => {
    const early: Tariff = { ...TARIFF, validTo: '2026-08-19' };
    const late: Tariff = { ...TARIFF, id: 'v2', validFrom: '2026-08-22', unit: 'day', bands: [{ fromDay: 1, rateMinor: 500 }] };
    // 19 Aug 09:20 to 23:20 is 15 hours, then nothing, then a day from 22 Aug 00:00
    expect(at(msk(21, '23:59'), {}, [early, late]).costMinor).toBe(15 * 10_050);
    expect(at(msk(22, '00:00'), {}, [early, late]).costMinor).toBe(15 * 10_050 + 500);
    expect(idleCost(stay({ arrivedAt: '2025-12-31T20:59:59.000Z' }), [TARIFF], new Date(msk(1, '00:00')))).toBeUndefined();
    expect(idleCost(stay({ arrivedAt: '2025-12-31T21:00:00.000Z' }), [TARIFF], new Date(msk(1, '00:00')))).toBeDefined();
  });

  test('IC6 the months add up: a unit belongs to the month it begins in', () => {
    const late = stay({ arrivedAt: msk(29, '12:30'), unloadedAt: new Date('2026-09-01T12:00:00+03:00').toISOString() });
    const now = new Date('2026-09-05T00:00:00+03:00');
    const part = (month: string) => monthCost(late, [TARIFF], { month, now })?.minor;
    // paid from 31 Aug 12:30: 12 hours begin in August (12:30 … 23:30), 12 in September (00:30 … 11:30), all on the first paid day
    expect([part('2026-08'), part('2026-09'), part('2026-07')]).toEqual([12 * 10_050, 12 * 10_050, 0]);
    expect(idleCost(late, [TARIFF], now)).toMatchObject({ costMinor: 24 * 10_050, monthMinor: 12 * 10_050 });
  });

  test('IC7 one unconfirmed version marks the sum, the placeholder always does', () => {
    const guess: Tariff = { ...TARIFF, id: 'v2', validFrom: '2026-08-20', confidence: 'unconfirmed' };
    expect(at(msk(19, '23:00'), {}, [TARIFF, guess]).unconfirmed).toBe(false);
    expect(at(msk(20, '01:00'), {}, [TARIFF, guess]).unconfirmed).toBe(true);
    expect(idleCost(stay(), BUILT_IN_TARIFFS, new Date(msk(25, '09:20')))).toMatchObject({
      unconfirmed: true,
      costMinor: 5 * 200_000 + 2 * 300_000, // 19 to 25 Aug: seven started days, the sixth and seventh dearer
    });
  });

  test('IC8 a wagon missing since a report is counted up to that report', () => {
    const now = new Date(msk(25, '00:00'));
    expect(countedUntil({}, now)).toBe(now);
    expect(countedUntil({ missing: { since: msk(20, '07:00'), was: 'arrived' } }, now)).toEqual(new Date(msk(20, '07:00')));
  });
});

/** The same rules a second time: minute by minute, with counters instead of intervals, and whole numbers of any size. */
function byTheMinute(truth: DestinationStay, tariffs: readonly Tariff[], now: string): Map<string, bigint> {
  const minute = (instant: string) => Math.round(Date.parse(instant) / 60_000);
  const moscow = (m: number) => new Date(m * 60_000 + 3 * 3_600_000).toISOString();
  const valid = (m: number) => {
    const day = moscow(m).slice(0, 10);
    const begun = tariffs.filter((tariff) => tariff.validFrom <= day);
    const newest = begun.reduce<Tariff | undefined>((a, b) => (a === undefined || b.validFrom > a.validFrom ? b : a), undefined);
    return newest !== undefined && (newest.validTo == null || day <= newest.validTo) ? newest : undefined;
  };
  const months = new Map<string, bigint>();
  const rule = valid(minute(truth.arrivedAt));
  const opened = rule?.opens === 'placed' ? truth.placedAt : truth.arrivedAt;
  if (rule === undefined || opened === undefined) return months;
  const ends = [truth.leftAt, rule.closes === 'unloaded' ? truth.unloadedAt : undefined].flatMap((end) => end ?? []).map(minute);
  let free = rule.freeHours * 60;
  let paid = 0;
  let unit = 0;
  for (let m = minute(opened); m <= minute(now) && !ends.some((end) => end <= m); m += 1) {
    if (free > 0) {
      free -= 1;
      continue;
    }
    const version = valid(m);
    if (unit === 0 && version !== undefined) {
      let rate = 0;
      for (const band of version.bands) if (Math.floor(paid / 1440) + 1 >= band.fromDay) rate = band.rateMinor;
      const month = moscow(m).slice(0, 7);
      months.set(month, (months.get(month) ?? 0n) + BigInt(rate));
      unit = version.unit === 'hour' ? 60 : 1440;
    }
    if (unit > 0) unit -= 1;
    paid += 1;
  }
  return months;
}

const HOUR = 3_600_000;
const START = Date.parse(msk(20, '00:00'));
const versions = fc
  .array(
    fc.record({
      day: fc.integer({ min: -40, max: 30 }),
      lasts: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
      opens: fc.constantFrom('arrived' as const, 'placed' as const),
      closes: fc.constantFrom('unloaded' as const, 'departed' as const),
      freeHours: fc.constantFrom(0, 1, 24, 36, 48, 72),
      unit: fc.constantFrom('hour' as const, 'day' as const),
      rates: fc.array(fc.integer({ min: 0, max: 999_999 }), { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((drawn): Tariff[] => {
    const dayOf = (day: number) => new Date(START + 3 * HOUR + day * 24 * HOUR).toISOString().slice(0, 10);
    const once = new Map(drawn.map((version) => [version.day, version]));
    return [...once.values()].map(({ day, lasts, rates, ...terms }, index) => ({
      ...TARIFF,
      ...terms,
      id: `v${index}`,
      validFrom: dayOf(day),
      ...(lasts === undefined ? {} : { validTo: dayOf(day + lasts) }),
      bands: rates.map((rateMinor, band) => ({ fromDay: band === 0 ? 1 : band * 3, rateMinor })),
    }));
  });
const minutes = (max: number) => fc.integer({ min: 0, max });

test('IC3 IC4 IC5 IC6 to the kopeck: any tariffs, any stay, by two implementations', () => {
  fc.assert(
    fc.property(
      versions,
      minutes(20_000),
      fc.array(minutes(12_000), { maxLength: 3 }),
      minutes(45_000),
      (tariffs, from, gaps, until) => {
        const instant = (m: number) => new Date(START + m * 60_000).toISOString();
        const [placed, unloaded, left] = gaps.sort((a, b) => a - b).map((gap) => instant(from + gap));
        const truth: DestinationStay = {
          station: 'ВОСКРЕСЕНСК',
          arrivedAt: instant(from),
          ...(placed === undefined ? {} : { placedAt: placed }),
          ...(unloaded === undefined ? {} : { unloadedAt: unloaded }),
          ...(left === undefined ? {} : { leftAt: left }),
        };
        const now = instant(until);
        const oracle = byTheMinute(truth, tariffs, now);
        const months = ['2026-07', '2026-08', '2026-09', '2026-10'];
        const parts = months.map((month) => BigInt(monthCost(truth, tariffs, { month, now: new Date(now) })?.minor ?? 0));
        expect(parts).toEqual(months.map((month) => oracle.get(month) ?? 0n));
        const total = [...oracle.values()].reduce((sum, part) => sum + part, 0n);
        expect(BigInt(idleCost(truth, tariffs, new Date(now))?.costMinor ?? 0)).toBe(total);
      },
    ),
    { numRuns: 150 },
  );
});
