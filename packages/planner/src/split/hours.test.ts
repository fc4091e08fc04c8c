import { expect, test } from 'vitest';
import { driveWays, shortestWayMs } from './hours.ts';
import { bestOfOneDriver } from './oracle/one-driver.fixture.ts';
import { dailyHours, randomOf } from './oracle/random-request.fixture.ts';
import { planSplit } from './plan-split.ts';
import { compareLevels, levelsOf, lines, request, truck } from './split.fixture.ts';

const HOUR = 3_600_000;
const always = dailyHours(0, 24);

test('SP7: the examples of road 8.4', () => {
  expect(shortestWayMs(4.5 * HOUR, true) / HOUR).toBe(4.5);
  expect(shortestWayMs(9 * HOUR, true) / HOUR).toBe(9.75);
  expect(shortestWayMs(13.5 * HOUR, true) / HOUR).toBe(25.25);
  expect(shortestWayMs(18 * HOUR, true) / HOUR).toBe(30.5);
  expect(shortestWayMs(18 * HOUR, false) / HOUR).toBe(18);
});

test('SP7: where a break is due just before a rest, the rest may come at once', () => {
  const tired = { at: 0, sinceBreak: 4.5 * HOUR, sinceRest: 8.8 * HOUR };
  const ways = driveWays(tired, 1 * HOUR, true);
  // 45 minutes, 12 minutes of driving, 11 hours, 48 minutes; or 11 hours and the whole hour
  expect(ways.map(({ at }) => at / HOUR)).toEqual([12, 12.75].sort());
});

test('SP7: five hours out and five home by hand: break on the way out, rest on the way home', () => {
  const reply = planSplit(
    request({ hoursRules: 'RU', plant: { driveMinutes: 300, loading: always }, site: { receiving: always } }),
  );
  // 00:00 load, 01:00 go, 05:30 break, 06:15 go, 06:45 there, 07:45 go, 4 h to 11:45 (9 h in all), rest to 22:45, 1 h
  expect(lines(reply)).toEqual(['a 20000 23 00:00 23 06:45 23 06:45 23 23:45']);
});

test('SP8: waiting 45 minutes at the site is the break, 11 hours the rest', () => {
  const wait = (from: number) =>
    planSplit(
      request({
        hoursRules: 'EU',
        plant: { driveMinutes: 270, loading: dailyHours(1, 2) },
        site: { receiving: dailyHours(from, 24) },
      }),
    );
  // there at 06:30 after 4.5 h; unloading at 07:00 is no break: 45 minutes on the way home (the break is due at once)
  expect(lines(wait(7))).toEqual(['a 20000 23 01:00 23 06:30 23 07:00 23 13:15']);
  expect(lines(wait(8))).toEqual(['a 20000 23 01:00 23 06:30 23 08:00 23 13:30']);
  expect(lines(wait(18))).toEqual(['a 20000 23 01:00 23 06:30 23 18:00 23 23:30']);
});

test('SP8: unloading of two hours rests nobody', () => {
  const slow = request({
    hoursRules: 'RU',
    fleet: [truck('a', { unloadMinutes: 120 })],
    plant: { driveMinutes: 270, loading: always },
    site: { receiving: always },
  });
  expect(lines(planSplit(slow))).toEqual(['a 20000 23 00:00 23 05:30 23 05:30 23 12:45']);
});

test('SP7: nine hours a day over all trips: the third round of four hours waits for a rest', () => {
  const demand = [{ date: '2026-11-23', massKg: 60_000 }];
  const input = { demand, lateDays: 1, plant: { loading: always }, site: { receiving: always } };
  const free = planSplit(request(input));
  expect(lines(free).at(-1)).toBe('a 20000 23 12:00 23 15:00 23 15:00 23 18:00');
  const ruled = planSplit(request({ ...input, hoursRules: 'RU' }));
  // each round is 4 h of driving and 2 of work; a break of 45 minutes falls due in the second, 8 of 9 hours are gone after it.
  // The third may begin its loading, but after one hour on the road the driver must rest for 11.
  expect(ruled.trips).toHaveLength(3);
  expect(ruled).toMatchObject({ lateKgDays: 20_000, proof: 'optimal' });
  // 06:00 back, 07:00 go, 07:30 break is due (4.5 h), 08:15 go, 09:45 there, 10:45 go, 12:45 back: 8 h; load to 13:45,
  // drive 1 h to 14:45, rest to 01:45, drive 1 h, there at 02:45. Or rest first: 12:45 to 23:45, load, go 00:45, there at 02:45
  expect(ruled.trips[2]?.unloadFrom).toBe('2026-11-23T23:45:00.000Z');
});

test('SP7 SP16: the best of all timetables of one driver, tried one by one', () => {
  for (let seed = 1; seed <= 6; seed += 1) {
    const random = randomOf(seed);
    const load = random.int(4, 20);
    const receive = random.int(5, 20);
    const asked = request({
      hoursRules: 'RU',
      demand: [{ date: '2026-11-23', massKg: random.pick([20_000, 40_000]) }],
      lateDays: 2,
      plant: { driveMinutes: random.int(6, 40) * 15, loading: dailyHours(load, load + 3), loadMinutes: 60 },
      site: { receiving: dailyHours(receive, receive + 3), bays: 1 },
      fleet: [truck('a', { unloadMinutes: 60 })],
    });
    const reply = planSplit(asked);
    expect(reply.proof).toBe('optimal');
    expect({ seed, levels: compareLevels(levelsOf(asked, reply), bestOfOneDriver(asked)) }).toEqual({ seed, levels: 0 });
  }
});
