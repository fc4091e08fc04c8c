import { createLogger } from '@karavan/runtime';
import { companies, type Database, migrate, openDatabase } from '@karavan/store';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { type Deps, systemActor } from './deps.ts';
import { createPositionsTally } from './positions-tally.ts';
import { importStations } from './station-import.ts';
import { networkOf } from './station-network.ts';

let database: TestDatabase;
let processes: [Database, Database];
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url);
  processes = [openDatabase({ url: database.url, max: 2 }), openDatabase({ url: database.url, max: 2 })];
});
afterAll(async () => {
  for (const db of processes) await db.close();
  await database.drop();
});

const depsOf = (db: Database): Deps => ({
  db,
  clock: () => new Date(),
  log: createLogger({ level: 'silent', name: 'test' }),
  announce: () => undefined,
  parseReport: () => Promise.reject(new Error('not asked')),
  plan: () => Promise.reject(new Error('not asked')),
  tally: createPositionsTally(),
});

it('an import in one process is known to another a second later, and to no other company', async () => {
  const [one, two] = processes.map(depsOf) as [Deps, Deps];
  const [mine, other] = await one.db.system(async (tx) => [
    (await companies.insertOperator(tx, { name: 'A' })).id,
    (await companies.insertOperator(tx, { name: 'B' })).id,
  ]);
  if (mine === undefined || other === undefined) throw new Error('no companies');
  expect((await networkOf(two, mine)).byEsr('613716')).toBeUndefined();
  const bytes = new TextEncoder().encode('esr,name,lat,lon\n613716,Выдуманная,50.3,43.1\n');
  await importStations(one, { actor: systemActor(mine, 'test'), bytes });
  expect((await networkOf(one, mine)).byEsr('613716')?.lat).toBe(50.3);
  const later = performance.now() + 1001;
  vi.spyOn(performance, 'now').mockReturnValue(later);
  expect((await networkOf(two, mine)).byEsr('613716')?.lat).toBe(50.3);
  expect((await networkOf(two, other)).byEsr('613716')).toBeUndefined();
  vi.restoreAllMocks();
});
