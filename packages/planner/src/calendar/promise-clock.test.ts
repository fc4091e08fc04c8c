import { PromiseRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { planPromise } from '../promise/index.ts';
import { type MinuteClock, readMinuteClock } from './minute-clock.fixture.ts';
import { randomPiece, walkPiece } from './promise-clock.fixture.ts';

const DAYS = 40;
const NETWORKS = 100;
/** Clocks that go forward and back, the holidays of May, and no clock change at all over New Year. */
const ERAS = [
  ['2026-03-20', 'Europe/Berlin', 'Africa/Casablanca', 'Africa/Cairo', 'Europe/Moscow'],
  ['2026-09-26', 'Australia/Lord_Howe', 'America/New_York', 'Asia/Tehran', 'Europe/Berlin'],
  ['2026-12-20', 'Europe/Moscow', 'Asia/Vladivostok'],
] as const;

test('PR1 PR2 PR3 CA8: a piece through a random network is delivered when a walk through its minutes says, on both sides of a cut-off', () => {
  let delivered = 0;
  for (const [firstDay, ...zones] of ERAS) {
    const clocks = zones.map((zone) => readMinuteClock(zone, firstDay, DAYS)) as [MinuteClock, ...MinuteClock[]];
    const untilMs = (clocks[0]?.fromMs ?? 0) + (DAYS - 3) * 86_400_000;
    for (let seed = 0; seed < NETWORKS; seed++) {
      const request = PromiseRequest.parse(randomPiece(seed, clocks));
      const walked = walkPiece(request, clocks, untilMs);
      const { plan } = planPromise(request);
      const planned = plan === null ? Number.POSITIVE_INFINITY : Date.parse(plan.deliveredBy);
      expect({ firstDay, seed, at: planned > untilMs ? undefined : planned }).toEqual({ firstDay, seed, at: walked });
      delivered += walked === undefined ? 0 : 1;
    }
  }
  expect(delivered).toBeGreaterThan(NETWORKS); // the networks are worth the walk
});
