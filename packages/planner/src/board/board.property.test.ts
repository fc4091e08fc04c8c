import type { BoardChange, BoardTrip, SplitRequest } from '@karavan/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, localDay } from '../calendar/index.ts';
import { randomRequest } from '../split/oracle/random-request.fixture.ts';
import { planQuietly } from '../split/plan-split.ts';
import { fixedViolations } from '../split/validate/index.ts';
import { brokenRules, idOf, request, truck } from './board.fixture.ts';
import { openBoard } from './check-change.ts';
import { planDayCapacity } from './day-capacity.ts';
import { planSplitRepairs } from './split-repairs.ts';
import { withoutTimes } from './without-times.ts';

const boardOf = (asked: SplitRequest): BoardTrip[] =>
  planQuietly(asked, { steps: 3_000 }).trips.map((trip, index) => ({ ...trip, id: idOf(index + 1) }));

/** Draws of a hand without aim: any trip, any truck, any day, any hour. */
interface Draw {
  what: string;
  trip: number;
  other: number;
  truck: number;
  day: number;
  minutes: number;
  part: number;
}
const hand: fc.Arbitrary<Draw> = fc.record({
  what: fc.constantFrom('move', 'exactly', 'mass', 'split', 'merge', 'add', 'remove', 'lock'),
  trip: fc.nat(),
  other: fc.nat(),
  truck: fc.nat(),
  day: fc.integer({ min: -2, max: 3 }),
  minutes: fc.integer({ min: -600, max: 600 }),
  part: fc.double({ min: 0.1, max: 1.4, noNaN: true }),
});

function changeOf(asked: SplitRequest, trips: readonly BoardTrip[], [draw, number]: [Draw, number]): BoardChange | undefined {
  const trip = trips[draw.trip % Math.max(1, trips.length)];
  const other = trips[draw.other % Math.max(1, trips.length)];
  const vehicleId = asked.fleet[draw.truck % asked.fleet.length]?.id ?? '';
  const date = addDays(asked.demand[0]?.date ?? '', draw.day);
  const newId = idOf(1_000 + number);
  if (draw.what === 'add') return { kind: 'add', newId, vehicleId, date, massKg: Math.round(20_000 * draw.part) };
  if (trip === undefined || other === undefined) return undefined;
  const tripId = trip.id;
  const massKg = Math.round(trip.massKg * draw.part);
  const at = (instant: string) => new Date(Date.parse(instant) + draw.minutes * 60_000).toISOString();
  switch (draw.what) {
    case 'move':
      return { kind: 'move', tripId, vehicleId, date };
    case 'exactly':
      return { kind: 'move', tripId, vehicleId, unloadFrom: at(trip.unloadFrom) };
    case 'mass':
      return { kind: 'mass', tripId, massKg };
    case 'split':
      return { kind: 'split', tripId, newId, massKg };
    case 'merge':
      return { kind: 'merge', tripId, intoId: other.id };
    case 'lock':
      return { kind: 'lock', tripId, locked: draw.minutes > 0 };
    default:
      return { kind: 'remove', tripId };
  }
}

test('BD3: whatever a hand does, what it is allowed keeps every rule of the whole plan', () => {
  let allowed = 0;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.array(hand, { minLength: 1, maxLength: 12 }), (seed, draws) => {
      const asked = randomRequest(seed);
      const board = openBoard({ request: asked });
      let trips: readonly BoardTrip[] = boardOf(asked);
      for (const [number, draw] of draws.entries()) {
        const change = changeOf(asked, trips, [draw, number]);
        if (change === undefined) continue;
        const verdict = board.check(trips, change);
        if (!verdict.ok) {
          expect(verdict.reasons.length).toBeGreaterThan(0);
          for (const { message } of verdict.reasons)
            for (const text of [message.ru, message.en]) expect(text).not.toMatch(/undefined|NaN|Infinity|\[object/);
          continue;
        }
        allowed += 1;
        trips = verdict.trips;
        expect(brokenRules(asked, trips)).toEqual([]);
      }
    }),
    { numRuns: 40, seed: 7 },
  );
  expect(allowed).toBeGreaterThan(40);
});

test('BD3: a trip refused at named times would break a rule there', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(), fc.integer({ min: -600, max: 600 }), (seed, pick, minutes) => {
      const asked = randomRequest(seed);
      if ((asked.hoursRules ?? 'none') !== 'none') return;
      const trips = boardOf(asked);
      const trip = trips[pick % Math.max(1, trips.length)];
      if (trip === undefined) return;
      const move = (at: string) => new Date(Date.parse(at) + minutes * 60_000).toISOString();
      const there: BoardTrip = {
        ...trip,
        ...Object.fromEntries(
          (['loadFrom', 'loadTo', 'departsAt', 'arrivesAt', 'unloadFrom', 'unloadTo', 'backAt'] as const).map((key) => [
            key,
            move(trip[key]),
          ]),
        ),
      };
      there.date = localDay(Date.parse(there.unloadTo), asked.site.receiving.timeZone);
      const verdict = openBoard({ request: asked }).check(trips, {
        kind: 'move',
        tripId: trip.id,
        loadFrom: there.loadFrom,
        unloadFrom: there.unloadFrom,
      });
      const others = trips.filter(({ id }) => id !== trip.id);
      const breaks = fixedViolations(asked, [...others, there]).length > 0;
      if (breaks) expect(verdict.ok).toBe(false);
      if (!verdict.ok && !verdict.reasons.some(({ code }) => code === 'demand')) {
        refused += 1;
        expect(breaks).toBe(true);
      }
    }),
    { numRuns: 80, seed: 11 },
  );
  expect(refused).toBeGreaterThan(5);
});

test('BD9: every repair comes with a request whose plan leaves nothing missing', () => {
  const asked = request({ demand: [{ date: '2026-11-23', massKg: 60_000 }] });
  const { repairs } = planSplitRepairs(asked, { language: 'en' });
  expect(repairs.length).toBeGreaterThan(0);
  expect(repairs.length).toBeLessThanOrEqual(3);
  for (const repair of repairs) {
    expect(planQuietly(repair.request).unmetKg).toBe(0);
    expect(repair.message).toMatch(/everything could be brought/);
  }
  expect(planSplitRepairs(request()).repairs).toEqual([]);
  for (let seed = 1; seed <= 12; seed += 1)
    for (const repair of planSplitRepairs(randomRequest(seed)).repairs) {
      const left = planQuietly(repair.request).days.reduce((sum, day) => sum + whole(repair.request, day.unmetKg), 0);
      expect([seed, repair.limit, left]).toEqual([seed, repair.limit, 0]);
    }
});

const whole = ({ product }: SplitRequest, massKg: number): number =>
  product.form === 'bulk' ? massKg : Math.floor(massKg / product.pieceMassKg + 1e-7) * product.pieceMassKg;

test('BD8: the most of a day can be brought, and ten kilograms more cannot', () => {
  // unloading 08 to 18, the first truck there at 09:00 (loaded 06 to 07, two hours away): by hand two trips a truck, 40 t
  const asked = request({ fleet: [truck('a'), truck('b')], plant: { bays: 2 }, site: { bays: 2 } });
  const [day] = planDayCapacity({ request: asked, dates: ['2026-11-24'] }).days;
  const most = day?.mostKg ?? 0;
  const unmet = (massKg: number) => planQuietly({ ...asked, demand: [{ date: '2026-11-24', massKg }] }).unmetKg;
  expect(most).toBeGreaterThan(0);
  expect([unmet(most), unmet(most + 10)]).toEqual([0, 10]);
  expect(planDayCapacity({ request: { ...asked, fleet: [] }, dates: ['2026-11-24'] }).days[0]?.mostKg).toBe(0);
});

test('BD12: times taken out of a calendar are closed, to the minute outwards, the rest is as it was', () => {
  const calendar = { timeZone: 'Europe/Moscow', hours: { mon: [['08:00', '18:00']] as [string, string][] } };
  const at = (time: string) => Date.parse(`2026-11-23T${time}+03:00`);
  const times = [[at('09:00:30'), at('10:15:10')] as const, [at('17:00:00'), undefined] as const];
  const cut = withoutTimes(calendar, { timeZone: 'Europe/Moscow', times, untilMs: at('23:00:00') });
  expect(cut.open).toEqual({
    '2026-11-23': [
      ['08:00', '09:00'],
      ['10:16', '17:00'],
    ],
  });
  expect(cut.hours).toEqual(calendar.hours);
  const always = withoutTimes(undefined, { timeZone: 'Asia/Vladivostok', times: [[at('00:00:00'), at('24:00:00')]], untilMs: 0 });
  expect(always).toMatchObject({
    timeZone: 'Asia/Vladivostok',
    open: { '2026-11-23': [['00:00', '07:00']], '2026-11-24': [['07:00', '24:00']] },
  });
});
