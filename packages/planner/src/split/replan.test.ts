import type { SplitReply, SplitRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { diffTrips } from './diff-trips.ts';
import { dailyHours } from './oracle/random-request.fixture.ts';
import { planSplit } from './plan-split.ts';
import { request, truck } from './split.fixture.ts';
import { validateSplit } from './validate/index.ts';

const days = ['2026-11-23', '2026-11-24', '2026-11-25'];
const week: SplitRequest = request({
  fleet: ['a', 'b', 'c'].map((id) => truck(id)),
  demand: days.map((date) => ({ date, massKg: 60_000 })),
  site: { bays: 2 },
});
const first = planSplit(week);

function replan(changed: SplitRequest, published = first.trips): { reply: SplitReply; kinds: Record<string, number> } {
  const reply = planSplit({ ...changed, published });
  expect(validateSplit({ ...changed, published }, reply).filter(({ locked }) => !locked)).toEqual([]);
  const kinds: Record<string, number> = { same: 0, changed: 0, added: 0, removed: 0 };
  for (const { kind } of diffTrips(published, reply.trips)) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return { reply, kinds };
}

test('SP15: nothing has changed, so nothing changes', () => {
  expect(first).toMatchObject({ unmetKg: 0, tripsCount: 9, proof: 'optimal' });
  expect(replan(week).kinds).toEqual({ same: 9, changed: 0, added: 0, removed: 0 });
});

test('SP15: a plan that is as good stays although the search would have made another', () => {
  const swapped = first.trips.map((trip) => ({ ...trip, vehicleId: { a: 'b', b: 'a' }[trip.vehicleId] ?? trip.vehicleId }));
  expect(replan(week, swapped).kinds).toEqual({ same: 9, changed: 0, added: 0, removed: 0 });
});

test('SP14 SP15: a truck falls out: started and locked trips stay, of the others as many as can', () => {
  const [early] = first.trips.filter(({ vehicleId }) => vehicleId === 'b');
  const published = first.trips.map((trip) => (trip === early || trip.date === days[0] ? { ...trip, locked: true } : trip));
  const { reply, kinds } = replan(
    { ...week, fleet: week.fleet.filter(({ id }) => id !== 'b'), notBefore: '2026-11-23T12:00:00Z' },
    published,
  );
  for (const trip of published.filter(({ locked }) => locked)) expect(reply.trips).toContainEqual(trip);
  expect(reply.unmetKg).toBe(0);
  expect(reply.trips.filter(({ vehicleId, locked }) => vehicleId === 'b' && !locked)).toEqual([]);
  expect(kinds['same']).toBeGreaterThanOrEqual(3);
  expect(reply.reasons.map(({ code }) => code)).toContain('locked');
});

test('SP15: ten tonnes more: one trip is added and none of those of other days moves', () => {
  const demand = [...week.demand.slice(0, 2), { date: '2026-11-25', massKg: 70_000 }];
  const { reply } = replan({ ...week, demand });
  expect(reply).toMatchObject({ unmetKg: 0, tripsCount: 10 });
  const earlier = diffTrips(first.trips, reply.trips).filter(({ before, after }) => (after ?? before)?.date !== '2026-11-25');
  expect(earlier.every(({ kind }) => kind === 'same')).toBe(true);
});

test('SP15: a bay closes: the day still holds everything', () => {
  const { reply, kinds } = replan({ ...week, site: { ...week.site, bays: 1 } });
  expect(reply).toMatchObject({ unmetKg: 0, tripsCount: 9 });
  expect(kinds['same']).toBeGreaterThanOrEqual(3);
});

test('SP14: locked trips that break a rule stay, and it is said', () => {
  const published = first.trips.map((trip) => ({ ...trip, locked: true }));
  const closed = { ...week, site: { ...week.site, receiving: { ...week.site.receiving, closed: ['2026-11-24'] } }, published };
  const reply = planSplit(closed, { language: 'en' });
  expect(reply.trips).toEqual(published);
  expect(reply.reasons.filter(({ code }) => code === 'locked').map(({ message }) => message)).toContain(
    'The locked trip of a stays as it is, but breaks a rule: the site does not receive then.',
  );
  expect(validateSplit(closed, reply).every(({ locked }) => locked)).toBe(true);
});

test('SP14: a locked trip keeps its truck, its bay and its part of the demand', () => {
  const [trip] = first.trips;
  if (!trip) throw new Error('there are trips');
  const locked = { ...trip, massKg: 7000, serves: [{ date: '2026-11-23', massKg: 7000 }], locked: true };
  const asked = { ...request({ demand: [{ date: '2026-11-23', massKg: 27_000 }] }), published: [locked] };
  const reply = planSplit(asked);
  expect(reply).toMatchObject({ unmetKg: 0, tripsCount: 2 });
  expect(reply.trips).toContainEqual(locked);
  expect(validateSplit(asked, reply)).toEqual([]);
});

test('SP15: two plans side by side', () => {
  const [a, b, c] = first.trips;
  if (!a || !b || !c) throw new Error('there are trips');
  const heavier = { ...a, massKg: 1 };
  const changes = diffTrips([a, b], [heavier, c]);
  expect(changes.map(({ kind }) => kind).sort()).toEqual(['added', 'changed', 'removed']);
  expect(changes.find(({ kind }) => kind === 'changed')?.fields).toEqual(['massKg']);
});

test('SP15: in a replan what stays comes before how many trips it takes', () => {
  const asked = request({ fleet: ['a', 'b', 'c'].map((id) => truck(id)), demand: [{ date: days[0] ?? '', massKg: 30_000 }] });
  const alone = ['a', 'b', 'c'].map((id) =>
    planSplit({ ...asked, fleet: [truck(id)], demand: [{ date: days[0] ?? '', massKg: 10_000 }] }),
  );
  const roomy = { ...asked, site: { ...asked.site, bays: 3 }, plants: asked.plants.map((plant) => ({ ...plant, bays: 3 })) };
  const published = alone.flatMap(({ trips }) => trips);
  expect(planSplit({ ...roomy, published }).tripsCount).toBe(2);
  const reply = planSplit({ ...roomy, published, replan: true });
  expect(reply.trips).toEqual(published);
  const more = planSplit({ ...roomy, published, replan: true, demand: [{ date: days[0] ?? '', massKg: 40_000 }] });
  expect(more).toMatchObject({ unmetKg: 0, tripsCount: 4 });
  expect(
    diffTrips(published, more.trips)
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['added', 'same', 'same', 'same']);
});

test('SP14 SP15: a plan of eighty trips: a truck is away for two days, its trips alone are other, and that is proven', () => {
  const dates = Array.from({ length: 20 }, (_, day) => new Date(Date.UTC(2026, 10, 23 + day)).toISOString().slice(0, 10));
  const month = request({
    fleet: ['a', 'b', 'c', 'd'].map((id) => truck(id)),
    demand: dates.map((date) => ({ date, massKg: 80_000 })),
    site: { bays: 2 },
    plant: { bays: 2 },
  });
  const before = planSplit(month, { budget: { steps: 500 } }).trips;
  expect(before).toHaveLength(80);
  const away = { timeZone: 'Europe/Moscow', hours: dailyHours(0, 24).hours, closed: dates.slice(5, 7) };
  const fleet = month.fleet.map((one) => (one.id === 'd' ? { ...one, calendar: away } : one));
  const published = before.map((trip, at) => (at % 7 === 0 && trip.vehicleId !== 'd' ? { ...trip, locked: true } : trip));
  const lost = before.filter(({ vehicleId, date }) => vehicleId === 'd' && dates.slice(5, 7).includes(date)).length;
  const { reply, kinds } = replan({ ...month, fleet, replan: true }, published);
  expect(lost).toBeGreaterThan(0);
  expect(reply).toMatchObject({
    unmetKg: 0,
    tripsCount: 80,
    proof: { gapPct: 0, bound: { changedTrips: lost, openFrom: 'tripsCount' } },
  });
  expect(kinds['same']).toBe(80 - lost);
  for (const trip of published.filter(({ locked }) => locked)) expect(reply.trips).toContainEqual(trip);
});
