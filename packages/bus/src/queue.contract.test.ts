import { AppError } from '@karavan/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestLog, type TestLog } from '../../../test/support/log.ts';
import { startProgram } from '../../../test/support/program.ts';
import { contestants, type TestBackend } from './contract.fixture.ts';
import type { Bus, BusOptions, JobHandlers, RunningJob } from './jobs.ts';
import { createBus } from './queue.ts';

const FIXTURE = new URL('./queue.fixture.ts', import.meta.url);

const jobs = {
  'report-fetch': z.object({ source: z.string(), days: z.number().default(3) }),
  'eta-refresh': z.object({ at: z.iso.datetime() }),
};
type Jobs = typeof jobs;
const idle: JobHandlers<Jobs> = { 'report-fetch': () => {}, 'eta-refresh': () => {} };

/** Collects what a handler was called with; `next` waits for a call that has not been looked at yet. */
function calls<T>() {
  const all: T[] = [];
  const waiting: (() => void)[] = [];
  let seen = 0;
  return {
    all,
    record: (call: T) => {
      all.push(call);
      for (const wake of waiting.splice(0)) wake();
    },
    next: async (): Promise<T> => {
      while (all.length <= seen) await new Promise<void>((wake) => waiting.push(wake));
      return all[seen++] as T;
    },
  };
}

describe.each(contestants)('jobs on $name', ({ open }) => {
  if (open === undefined) return test.skip('no server on this machine', () => {});

  let backend: TestBackend;
  let testLog: TestLog;
  let queue = 0;
  const opened: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    backend = await open();
  });
  beforeEach(() => {
    testLog = createTestLog();
    queue++;
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((bus) => bus.close()));
  });
  afterAll(() => backend.remove());

  async function openBus(options: Partial<BusOptions<Jobs>> = {}): Promise<Bus<Jobs>> {
    const bus = await createBus({
      ...backend.options,
      jobs,
      log: testLog.log,
      queue: `test-${queue}`,
      tuning: { attempts: 3, backoffMs: 10, lockMs: 1_000, stalledCheckMs: 200 },
      ...options,
    });
    opened.push(bus);
    return bus;
  }

  test('a job waits for a worker, in another process or after a restart, and gets its parsed payload', async () => {
    const producer = await openBus();
    const id = await producer.add('report-fetch', { source: 'rzd' });
    await producer.close();

    const worked = calls<{ payload: unknown; job: RunningJob }>();
    const worker = await openBus();
    await worker.work({ ...idle, 'report-fetch': (payload, job) => worked.record({ payload, job }) }, { concurrency: 1 });
    const { payload, job } = await worked.next();
    expect(payload).toEqual({ source: 'rzd', days: 3 });
    expect(job).toMatchObject({ id, name: 'report-fetch', attempt: 1 });
  });

  test('a payload that does not fit is refused when it is added, and the field is named', async () => {
    const bus = await openBus();
    await expect(bus.add('eta-refresh', { at: 'tomorrow' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      errors: [{ path: 'at' }],
    });
    expect(await bus.health()).toMatchObject({ ok: true, waiting: 0 });
  });

  test('a payload of another version that does not fit fails for good without reaching the handler', async () => {
    const older = await createBus({
      ...backend.options,
      jobs: { 'eta-refresh': z.object({ when: z.string() }) },
      log: testLog.log,
      queue: `test-${queue}`,
    });
    opened.push(older);
    await older.add('eta-refresh', { when: 'now' });
    const worked = calls<unknown>();
    const bus = await openBus();
    await bus.work({ ...idle, 'eta-refresh': (payload) => worked.record(payload) }, { concurrency: 1 });
    expect(await testLog.entry('job.failed')).toMatchObject({ job: 'eta-refresh', attempt: 1 });
    expect(worked.all).toEqual([]);
  });

  test('what may succeed later is tried again, with the attempt counted', async () => {
    const worked = calls<number>();
    const bus = await openBus();
    const flaky = (_: unknown, { attempt }: RunningJob) => {
      worked.record(attempt);
      if (attempt < 3) throw new Error('connection reset');
    };
    await bus.work({ ...idle, 'report-fetch': flaky }, { concurrency: 1 });
    await bus.add('report-fetch', { source: 'rzd' });
    expect([await worked.next(), await worked.next(), await worked.next()]).toEqual([1, 2, 3]);
    expect(await testLog.entry('job.retried')).toMatchObject({ job: 'report-fetch', error: { message: 'connection reset' } });
  });

  test('what would fail again unchanged is not tried again', async () => {
    const worked = calls<number>();
    const bus = await openBus();
    const hopeless = (_: unknown, { attempt }: RunningJob) => {
      worked.record(attempt);
      throw new AppError('NOT_FOUND', 'no such source');
    };
    await bus.work({ ...idle, 'report-fetch': hopeless }, { concurrency: 1 });
    await bus.add('report-fetch', { source: 'rzd' });
    expect(await testLog.entry('job.failed')).toMatchObject({
      attempt: 1,
      error: { message: expect.stringContaining('no such source') },
    });
    expect(worked.all).toEqual([1]);
    expect(await bus.health()).toMatchObject({ ok: true, failed: 1, waiting: 0, delayed: 0 });
  });

  test('attempts come to an end', async () => {
    const bus = await openBus();
    await bus.work({ ...idle, 'report-fetch': () => Promise.reject(new Error('still away')) }, { concurrency: 1 });
    await bus.add('report-fetch', { source: 'rzd' });
    expect(await testLog.entry('job.failed')).toMatchObject({ attempt: 3 });
  });

  test('one id is one job, whatever characters the id has', async () => {
    const worked = calls<string>();
    const bus = await openBus();
    for (const jobId of ['93123453', 'rzd:2026-11-22', '93123453', 'rzd:2026-11-22']) {
      await bus.add('report-fetch', { source: jobId }, { jobId });
    }
    await bus.add('eta-refresh', { at: '2026-11-22T05:40:00Z' }, { jobId: '93123453' });
    const record = (_: unknown, { id }: RunningJob) => worked.record(id);
    await bus.work({ 'report-fetch': record, 'eta-refresh': record }, { concurrency: 1 });
    const ids = [await worked.next(), await worked.next(), await worked.next()];
    expect(new Set(ids).size).toBe(3);
    expect(await bus.health()).toMatchObject({ waiting: 0, delayed: 0 });
  });

  test('a delayed job does not run before its time', async () => {
    const worked = calls<number>();
    const bus = await openBus();
    await bus.work({ ...idle, 'report-fetch': () => worked.record(Date.now()) }, { concurrency: 1 });
    const addedAt = Date.now();
    await bus.add('report-fetch', { source: 'rzd' }, { delayMs: 300 });
    expect((await worked.next()) - addedAt).toBeGreaterThanOrEqual(299);
  });

  test('no more jobs run at a time than asked for', async () => {
    const started = calls<string>();
    const finish: (() => void)[] = [];
    const bus = await openBus();
    const slow = ({ source }: { source: string }) => {
      started.record(source);
      return new Promise<void>((resolve) => finish.push(resolve));
    };
    await bus.work({ ...idle, 'report-fetch': slow }, { concurrency: 2 });
    for (const source of ['a', 'b', 'c']) await bus.add('report-fetch', { source });
    expect([await started.next(), await started.next()]).toEqual(['a', 'b']);
    expect(await bus.health()).toMatchObject({ active: 2, waiting: 1 });
    finish[0]?.();
    expect(await started.next()).toBe('c');
    for (const end of finish) end();
  });

  test('closing waits for the job that runs', async () => {
    const started = calls<void>();
    let finish = () => {};
    let finished = false;
    const bus = await openBus();
    const slow = async () => {
      started.record();
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      finished = true;
    };
    await bus.work({ ...idle, 'report-fetch': slow }, { concurrency: 1 });
    await bus.add('report-fetch', { source: 'rzd' });
    await started.next();
    const closed = bus.close();
    finish();
    await closed;
    expect(finished).toBe(true);
  });

  test('a scheduled job exists exactly once after five restarts, and from several processes at once', async () => {
    for (let restart = 0; restart < 5; restart++) {
      const bus = await openBus();
      await bus.schedule('report-fetch', { source: 'rzd' }, { everyMs: 60_000, key: 'fetch:rzd' });
      await bus.close();
    }
    const buses = await Promise.all([openBus(), openBus(), openBus()]);
    await Promise.all(buses.map((bus) => bus.schedule('report-fetch', { source: 'rzd' }, { everyMs: 60_000, key: 'fetch:rzd' })));
    const health = await openBus().then((bus) => bus.health());
    if (!health.ok) throw new Error(health.problem);
    expect(health.waiting + health.delayed).toBe(1);
  });

  test('a schedule goes on through restarts, never twice in one turn, until it is ended', async () => {
    const everyMs = 150;
    const worked = calls<string>();
    for (let restart = 0; restart < 3; restart++) {
      const bus = await openBus();
      await bus.schedule('report-fetch', { source: 'rzd' }, { everyMs, key: 'fetch' });
      await bus.work({ ...idle, 'report-fetch': (_, { id }) => worked.record(id) }, { concurrency: 5 });
      await worked.next();
      await worked.next();
      await bus.close();
    }
    expect(new Set(worked.all).size).toBe(worked.all.length);
    const bus = await openBus();
    await bus.unschedule('fetch');
    expect(await bus.health()).toMatchObject({ ok: true, waiting: 0, delayed: 0 });
  });

  test('a job survives the worker that was killed with it', async () => {
    const tuning = { lockMs: 1_000, stalledCheckMs: 200 };
    const bus = await openBus();
    await bus.add('report-fetch', { source: 'rzd' });
    const program = startProgram(FIXTURE, [JSON.stringify({ ...backend.options, queue: `test-${queue}`, tuning })]);
    await program.line(/^working on rzd$/);
    program.kill('SIGKILL');
    await program.exited;

    const worked = calls<string>();
    await bus.work({ ...idle, 'report-fetch': ({ source }) => worked.record(source) }, { concurrency: 1 });
    expect(await worked.next()).toBe('rzd');
    expect(await testLog.entry('job.recovered')).toBeDefined();
  });

  test('a worker finds its way back after its connections were cut', async () => {
    const worked = calls<string>();
    const bus = await openBus();
    await bus.work({ ...idle, 'report-fetch': ({ source }) => worked.record(source) }, { concurrency: 1 });
    await bus.add('report-fetch', { source: 'before' });
    expect(await worked.next()).toBe('before');
    await backend.cutConnections();
    const other = await openBus();
    await other.add('report-fetch', { source: 'after' });
    expect(await worked.next()).toBe('after');
  });

  test('health tells when the server is gone', async () => {
    const gone = await open();
    const bus = await createBus({ ...gone.options, jobs, log: testLog.log });
    expect(await bus.health()).toMatchObject({ ok: true });
    await gone.remove();
    expect(await bus.health()).toMatchObject({ ok: false, problem: expect.any(String) });
    await bus.close().catch(() => {});
  });
});
