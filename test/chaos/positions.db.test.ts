import { afterEach, expect, it, vi } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type ChaosStage, setChaosStage } from './positions/stage.ts';
import { messageNumber, type StubbornTracker, startTracker } from './positions/stubborn-tracker.ts';

// A database and a worker that start three times on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const TRACKERS = 12;
const MESSAGES = 250;
let stage: ChaosStage | undefined;
let trackers: StubbornTracker[] = [];
afterEach(async () => {
  for (const tracker of trackers) tracker.stop();
  await stage?.close();
});

const acknowledged = () => trackers.reduce((sum, tracker) => sum + tracker.acknowledged.size, 0);
const cut = () => trackers.reduce((sum, tracker) => sum + tracker.cut, 0);

it('has every acknowledged position once, through a stopped database and a killed worker', async () => {
  stage = await setChaosStage();
  const { wialonPort } = stage;
  const beganAt = Date.now() - 3_600_000;
  trackers = Array.from({ length: TRACKERS }, (_, n) =>
    startTracker({ port: wialonPort, uniqueId: `tracker-${n}`, messages: MESSAGES, beganAt: Math.floor(beganAt / 1000) * 1000 }),
  );
  const progress = (share: number) =>
    eventually('the trackers to get on', async () => acknowledged() >= TRACKERS * MESSAGES * share, 60_000);

  await progress(0.1);
  await stage.stopDatabase();
  const heard = acknowledged();
  const cutBefore = cut();
  await eventually('the trackers to be left without an answer', async () => cut() > cutBefore + TRACKERS);
  expect(acknowledged()).toBe(heard); // nothing is acknowledged that is not on the disk
  await stage.startDatabase();

  await progress(0.4);
  await stage.killWorker();
  await stage.startWorker();
  await progress(0.7);
  await stage.killWorker();
  await stage.startWorker();
  await Promise.all(trackers.map(({ done }) => done));

  const stored = await stage.stored();
  const start = Math.floor(beganAt / 1000) * 1000;
  const expected = trackers.flatMap(({ uniqueId }) =>
    Array.from({ length: MESSAGES }, (_, n) => `${uniqueId} ${messageNumber(n, start).fixedAt}`),
  );
  expect(expected.filter((key) => stored.get(key) !== 1)).toEqual([]);
  expect(stored.size).toBe(expected.length);
});
