import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NewSource, SourceHealth } from '@karavan/contracts';
import { listSourceHealth, runSource, systemActor } from '@karavan/usecases';
import { createReaders, type Readers } from '@karavan/worker';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { addOperator, startTestKaravan, type TestKaravan } from '../support/karavan.ts';

export interface Bench {
  karavan: TestKaravan;
  readers: Readers;
  /** folders of the tests lie below it */
  folderRoot: string;
  companyId: string;
  admin: { authorization: string };
  /** runs when the test has ended, last one first */
  after(step: () => Promise<unknown>): void;
  add(source: SourceToAdd): Promise<SourceHealth>;
  health(id: string): Promise<SourceHealth>;
  /** The next look, whenever it is due; the clock goes there. */
  look(id: string, signal?: AbortSignal): Promise<SourceHealth>;
  /** what staff was told of sources and reports, oldest first */
  told(): Promise<string[]>;
  reportsOf(source: string): Promise<{ status: string; file_name: string }[]>;
  positionsOf(uniqueId: string): Promise<{ at: string; lat: number; filtered: string | null }[]>;
}

type SourceToAdd = Partial<Pick<NewSource, 'name' | 'everySeconds' | 'password'>> & { kind: string; settings: object };

/** One installation a file, and one company a test. */
export function useBench(): Bench {
  const bench = {} as Bench;
  const steps: (() => Promise<unknown>)[] = [];
  let tests = 0;
  beforeAll(async () => {
    bench.karavan = await startTestKaravan();
    bench.folderRoot = await mkdtemp(path.join(tmpdir(), 'karavan-inbox-'));
    Object.assign(bench, createDoings(bench, steps));
  });
  beforeEach(async () => {
    tests += 1;
    const { companyId, authorization } = await addOperator(bench.karavan, `Shipper${tests}`);
    bench.companyId = companyId;
    bench.admin = { authorization };
    bench.readers = createReaders(bench.karavan.deps, { folderRoot: bench.folderRoot, retryMs: 5 });
  });
  afterEach(async () => {
    bench.karavan.setNow(undefined);
    for (const step of steps.splice(0).reverse()) await step();
  });
  afterAll(async () => {
    await bench.karavan.close();
    await rm(bench.folderRoot, { recursive: true });
  });
  return bench;
}

function createDoings(bench: Bench, steps: (() => Promise<unknown>)[]): Partial<Bench> {
  const { karavan } = bench;
  async function health(id: string): Promise<SourceHealth> {
    const all = await listSourceHealth(karavan.deps, systemActor(bench.companyId, 'test'));
    const found = all.find((source) => source.id === id);
    if (found === undefined) throw new Error(`there is no source ${id}`);
    return found;
  }
  return {
    after: (step) => void steps.push(step),
    health,
    async add(source) {
      const body = { name: source.kind, everySeconds: 60, ...source };
      const reply = await karavan.http.post('/api/v1/sources').set(bench.admin).send(body);
      if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
      return reply.body as SourceHealth;
    },
    async look(id, signal) {
      const { nextRunAt } = await health(id);
      if (nextRunAt !== null && Date.parse(nextRunAt) > karavan.deps.clock().getTime()) karavan.setNow(nextRunAt);
      await runSource(karavan.deps, { companyId: bench.companyId, id, open: bench.readers.open, signal });
      return health(id);
    },
    async told() {
      const rows = await karavan.db.system((tx) =>
        tx.many<{ kind: string }>('SELECT kind FROM events WHERE company_id = $1 AND asset_id IS NULL ORDER BY revision', [
          bench.companyId,
        ]),
      );
      return rows.map(({ kind }) => kind).filter((kind) => /^(source|report)/.test(kind));
    },
    reportsOf: (source) =>
      karavan.db.system((tx) =>
        tx.many('SELECT status, file_name FROM reports WHERE company_id = $1 AND source = $2 ORDER BY seq', [
          bench.companyId,
          source,
        ]),
      ),
    positionsOf: (uniqueId) =>
      karavan.db.system((tx) =>
        tx.many(
          'SELECT fixed_at AS at, lat, filtered FROM positions WHERE company_id = $1 AND device_id = $2 ORDER BY fixed_at',
          [bench.companyId, uniqueId],
        ),
      ),
  };
}
