import { expect, test } from 'vitest';
import { largestPayload } from '../load/index.ts';
import { SEMITRAILERS, TRACTORS } from '../rules/index.ts';
import { dailyHours } from './oracle/random-request.fixture.ts';
import { planSplit } from './plan-split.ts';
import { lines, moscow, request, truck } from './split.fixture.ts';

const two = [
  { date: '2026-11-23', massKg: 20_000 },
  { date: '2026-11-24', massKg: 20_000 },
];

test('SP1 SP5: one trip by hand: loads at 06:00, there at 09:00, unloaded by 10:00, back at noon', () => {
  const reply = planSplit(request());
  expect(lines(reply)).toEqual(['a 20000 23 06:00 23 09:00 23 09:00 23 12:00']);
  expect(reply.trips[0]).toMatchObject({
    date: '2026-11-23',
    loadTo: '2026-11-23T04:00:00.000Z',
    departsAt: '2026-11-23T04:00:00.000Z',
  });
  expect(reply).toMatchObject({ unmetKg: 0, lateKgDays: 0, tripsCount: 1, cost: 300, proof: 'optimal' });
});

test('SP1: it may wait overnight at the site, and waits at the plant while it can', () => {
  const reply = planSplit(request({ site: { receiving: dailyHours(8, 9) }, plant: { driveMinutes: 600 }, earlyDays: 1 }));
  // 06:00 on Sunday is the first loading; 8 a.m. on Sunday is too early for 10 hours of driving, Monday 08:00 is next
  expect(moscow(reply.trips[0]?.unloadFrom)).toBe('23 08:00');
  expect(moscow(reply.trips[0]?.loadFrom)).toBe('22 19:00');
  expect(moscow(reply.trips[0]?.arrivesAt)).toBe('23 06:00');
});

test('SP2: a loading of two hours does not fit through a break at noon, and 22:00 to 24:00 with 00:00 to 02:00 is one interval', () => {
  const split = {
    timeZone: 'Europe/Moscow',
    hours: {
      mon: [
        ['06:00', '07:30'],
        ['09:00', '11:00'],
      ],
    },
  };
  expect(lines(planSplit(request({ plant: { loading: split, loadMinutes: 120 } })))).toEqual([
    'a 20000 23 09:00 23 13:00 23 13:00 23 16:00',
  ]);
  const night = { timeZone: 'Europe/Moscow', hours: { mon: [['22:00', '24:00']], tue: [['00:00', '02:00']] } };
  const over = planSplit(request({ site: { receiving: night }, fleet: [truck('a', { unloadMinutes: 240 })], lateDays: 1 }));
  expect(lines(over)).toEqual(['a 20000 23 19:00 23 22:00 23 22:00 24 04:00']);
  expect(over.trips[0]?.date).toBe('2026-11-24');
});

test('SP3: through one bay one after another, through two at once', () => {
  const both = { fleet: [truck('a'), truck('b')], demand: [{ date: '2026-11-23', massKg: 40_000 }] };
  const one = planSplit(request({ ...both, plant: { bays: 2 } }));
  expect(one.trips.map(({ unloadFrom }) => moscow(unloadFrom)).sort()).toEqual(['23 09:00', '23 10:00']);
  const twice = planSplit(request({ ...both, plant: { bays: 2 }, site: { bays: 2 } }));
  expect(twice.trips.map(({ unloadFrom }) => moscow(unloadFrom))).toEqual(['23 09:00', '23 09:00']);
});

test('SP4: loads again when it is back; a shift of 06:00 to 12:00 holds one trip and 06:00 to 11:59 none', () => {
  const again = planSplit(request({ demand: [{ date: '2026-11-23', massKg: 40_000 }] }));
  expect(lines(again)).toEqual(['a 20000 23 06:00 23 09:00 23 09:00 23 12:00', 'a 20000 23 12:00 23 15:00 23 15:00 23 18:00']);
  const shift = (to: string) => ({ timeZone: 'Europe/Moscow', hours: { mon: [['06:00', to]] } }) as never;
  expect(planSplit(request({ fleet: [truck('a', { calendar: shift('12:00') })] })).tripsCount).toBe(1);
  expect(planSplit(request({ fleet: [truck('a', { calendar: shift('11:59') })] }))).toMatchObject({
    tripsCount: 0,
    unmetKg: 20_000,
  });
});

test('SP5: notBefore to the second', () => {
  const reply = planSplit(request({ notBefore: '2026-11-23T04:00:30Z' }));
  expect(reply.trips[0]?.unloadFrom).toBe('2026-11-23T07:00:30.000Z');
});

test('SP6: unloading that ends at midnight is of the next day', () => {
  const late = { site: { receiving: dailyHours(23, 24) }, plant: { loading: dailyHours(0, 24) } };
  expect(planSplit(request(late)).tripsCount).toBe(0);
  const reply = planSplit(request({ ...late, lateDays: 1 }));
  expect(reply.trips[0]).toMatchObject({ date: '2026-11-24', unloadTo: '2026-11-23T21:00:00.000Z' });
  expect(reply.lateKgDays).toBe(20_000);
});

test('SP11: what comes early or late is only what may; demands of one date are one row', () => {
  const demand = [
    { date: '2026-11-23', massKg: 30_000 },
    { date: '2026-11-23', massKg: 50_000 },
  ];
  expect(planSplit(request({ demand }))).toMatchObject({ unmetKg: 40_000, days: [{ demandKg: 80_000, deliveredKg: 40_000 }] });
  expect(planSplit(request({ demand, lateDays: 1 }))).toMatchObject({
    unmetKg: 0,
    lateKgDays: 40_000,
    days: [{ lateKg: 40_000 }],
  });
  expect(planSplit(request({ demand, earlyDays: 1 }))).toMatchObject({ unmetKg: 0, lateKgDays: 0, tripsCount: 4 });
});

test('SP12: supply is of the date loading begins on, in the zone of the plant', () => {
  const east = { ...dailyHours(0, 24), timeZone: 'Asia/Vladivostok' }; // midnight there is 17:00 in Moscow
  const reply = planSplit(request({ demand: two, plant: { loading: east, supplyKg: { '2026-11-24': 20_000 } } }));
  expect(reply.unmetKg).toBe(20_000);
  expect(Date.parse(reply.trips[0]?.loadFrom ?? '')).toBeGreaterThanOrEqual(Date.parse('2026-11-23T14:00:00Z'));
  expect(planSplit(request({ demand: two, plant: { supplyKg: {} } })).unmetKg).toBe(40_000);
});

test('SP9: a smallest load is kept by taking from a fuller truck, or the trip is not made', () => {
  const fleet = [truck('a', { minLoadKg: 12_000 }), truck('b', { minLoadKg: 12_000 })];
  const reply = planSplit(request({ fleet, demand: [{ date: '2026-11-23', massKg: 25_000 }] }));
  expect(reply.trips.map(({ massKg }) => massKg).sort()).toEqual([12_000, 13_000]);
  expect(planSplit(request({ fleet, demand: [{ date: '2026-11-23', massKg: 23_000 }] }))).toMatchObject({
    unmetKg: 3000,
    tripsCount: 1,
  });
});

test('SP9: fractions of a kilogram are kept', () => {
  const reply = planSplit(request({ fleet: [truck('a', { maxPayloadKg: 19_999.5 })] }));
  expect(reply).toMatchObject({ unmetKg: 0, tripsCount: 2 });
  expect(reply.trips.reduce((sum, { massKg }) => sum + massKg, 0)).toBe(20_000);
});

test("SP9 SP13: a described vehicle carries what its axles may on the site's roads", () => {
  const { maxPayloadKg: _, ...described } = truck('a');
  const known = request({ demand: [{ date: '2026-11-23', massKg: 60_000 }], plant: { driveMinutes: 30 }, fleet: [truck('a')] });
  let reply: ReturnType<typeof planSplit> | undefined;
  for (const trailer of SEMITRAILERS.slice(0, 1)) {
    const shape = { type: 'tractor_semitrailer' as const, tractor: TRACTORS[0]?.id ?? '', trailer: trailer.id };
    const asked = { ...known, fleet: [{ ...described, vehicle: shape }] };
    reply = planSplit(asked);
    const most = largestPayload({ vehicle: shape, ruleSet: 'RU', roadClasses: ['10'], placement: { kind: 'free' } })['10']
      ?.maxPayloadKg;
    expect(Math.max(...reply.trips.map(({ massKg }) => massKg))).toBe(most);
  }
  expect(reply?.trips.length).toBeGreaterThan(1);
});

test('SP10: whole pieces; what is no whole piece stays unmet', () => {
  const reply = planSplit(
    request({ product: { form: 'pieces', pieceMassKg: 1500 }, demand: [{ date: '2026-11-23', massKg: 22_000 }] }),
  );
  expect(reply.unmetKg).toBe(1000);
  expect(reply.trips.map(({ massKg }) => massKg).sort()).toEqual([19_500, 1500].sort());
  expect(reply.reasons.map(({ code }) => code)).toEqual(['piece']);
});

test('SP13: gross mass, length and mode of unloading', () => {
  const heavy = request({ site: { maxGrossKg: 30_000 }, fleet: [truck('a', { grossKg: 34_000 })] });
  expect(planSplit(heavy).trips.map(({ massKg }) => massKg)).toEqual([16_000, 4000]);
  expect(planSplit(request({ site: { maxLengthM: 12 }, fleet: [truck('a', { lengthM: 12.1 })] })).tripsCount).toBe(0);
  expect(planSplit(request({ fleet: [truck('a', { unloadingModes: ['blow'] })] })).tripsCount).toBe(0);
});

test('SP1 SP11: days of 23 and 25 hours in Berlin: durations are elapsed time', () => {
  const berlin = (from: number, to: number) => ({ ...dailyHours(from, to), timeZone: 'Europe/Berlin' });
  const on = (date: string) =>
    request({
      demand: [{ date, massKg: 20_000 }],
      notBefore: `${date}T00:00:00+02:00`,
      plant: { loading: berlin(0, 24), driveMinutes: 240 },
      site: { receiving: berlin(0, 24) },
    });
  const autumn = planSplit(on('2026-10-25')); // 00:00 at +2, five hours on: 04:00 by the clock, which went back at 03:00
  expect(autumn.trips[0]?.unloadFrom).toBe('2026-10-25T03:00:00.000Z');
  const spring = planSplit(on('2026-03-29')); // the day begins at +1: 23:00 UTC
  expect(spring.trips[0]?.unloadFrom).toBe('2026-03-29T03:00:00.000Z');
});
