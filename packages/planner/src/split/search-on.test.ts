import type { SplitRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { dailyHours } from './oracle/random-request.fixture.ts';
import { type SearchProgress, searchSplit } from './search-on.ts';
import { compareLevels, levelsOf, request, truck } from './split.fixture.ts';
import { validateSplit } from './validate/index.ts';

const tonnes = [247, 211.5, 127.5, 502.5, 311, 135.5];
const quick = { maxPayloadKg: 24_000, calendar: dailyHours(6, 23) };
const slow = { maxPayloadKg: 24_000, minLoadKg: 8000, unloadMinutes: 120 };
/**
 * One place at the site, open 13 hours: 13 × 24 t a day with trucks unloaded in an hour, half of it with the others. Four
 * quick trucks make four rounds of four hours each a day, so all 1535 t fit into the six days; who takes any truck loses half.
 */
const narrow: SplitRequest = request({
  demand: tonnes.map((mass, day) => ({ date: `2026-11-${23 + day}`, massKg: mass * 1000 })),
  earlyDays: 2,
  lateDays: 1,
  fleet: [
    ...['a', 'b', 'c', 'd'].map((id) => truck(id, quick)),
    ...['e', 'f', 'g'].map((id) => truck(id, { ...slow, costPerTrip: 60 })),
  ],
  site: { receiving: dailyHours(7, 20) },
  plant: { loading: dailyHours(7, 19), bays: 2, driveMinutes: 60 },
  objective: 'cheapest',
});

test('SP16 SP18: more work is never worse, every plan on the way keeps every rule, and what fits is brought', {
  timeout: 60_000,
}, () => {
  const told: SearchProgress[] = [];
  const replies = [500, 140_000].map((steps) =>
    searchSplit(narrow, { language: 'en', budget: { steps }, onProgress: (progress) => told.push(progress) }),
  );
  for (const [at, reply] of replies.entries()) {
    expect(validateSplit(narrow, reply)).toEqual([]);
    const before = replies[at - 1];
    if (before)
      expect(compareLevels(levelsOf(narrow, reply).slice(0, 4), levelsOf(narrow, before).slice(0, 4))).toBeLessThanOrEqual(0);
  }
  expect(replies.at(-1)?.unmetKg).toBe(0);
  expect(told.filter(({ rounds }) => rounds === 0)).toHaveLength(2);
  expect(searchSplit(narrow, { language: 'en', budget: { steps: 500 } })).toEqual(replies[0]);
});

test('SP18: who is told to stop gives the best plan found so far, and it keeps every rule', { timeout: 60_000 }, () => {
  let rounds = 0;
  const reply = searchSplit(narrow, {
    budget: { steps: 1e9, isStopped: () => rounds >= 1 },
    onProgress: (progress) => {
      rounds = progress.rounds;
    },
  });
  expect(rounds).toBe(1);
  expect(validateSplit(narrow, reply)).toEqual([]);
  expect(reply.proof).not.toBe('optimal');
});

test('SP16: of a plan too large to be searched as one some days are planned anew, and it becomes better', {
  timeout: 60_000,
}, () => {
  const dates = Array.from({ length: 40 }, (_, day) => new Date(Date.UTC(2026, 10, 23 + day)).toISOString().slice(0, 10));
  const asked = request({
    demand: dates.map((date, day) => ({ date, massKg: 28_000 + (day % 5) * 3000 })),
    earlyDays: 1,
    fleet: [20, 24, 7, 4, 12, 9, 15].map((mass) =>
      truck(`t${mass}`, { maxPayloadKg: mass * 1000, costPerTrip: 300 + mass * 30 }),
    ),
    site: { bays: 3 },
    plant: { bays: 3 },
    objective: 'cheapest',
  });
  const [short, long] = [1, 60_000].map((steps) => searchSplit(asked, { budget: { steps } }));
  if (!short || !long) throw new Error('two replies');
  expect(validateSplit(asked, long)).toEqual([]);
  expect(compareLevels(levelsOf(asked, long), levelsOf(asked, short))).toBeLessThan(0);
});
