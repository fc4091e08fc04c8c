import { existsSync } from 'node:fs';
import { type Known, SHIPPED } from '@karavan/planner';
import { AppError, createLogger, readEnv, systemClock } from '@karavan/runtime';
import { companies, type Database, openDatabase } from '@karavan/store';
import { knownOf, systemActor } from '@karavan/usecases';
import { KaravanEnv } from './env.ts';
import { findRunning, openKaravan } from './open.ts';
import { dataDirOf } from './run.ts';

/** `auto`: the stored law where a database answers already; `stored`: that or nothing; `shipped`: never. */
export const LAW_CHOICES = ['auto', 'stored', 'shipped'] as const;
export type LawChoice = (typeof LAW_CHOICES)[number];

/**
 * What plans of the command line are judged by: the law the company of this installation has stored. By itself no
 * database is started for it; where none answers, the law that ships is taken and that is said on standard error.
 * @throws AppError where `stored` is asked for and there is no such thing
 */
export async function knownForPlans(choice: LawChoice): Promise<Known> {
  if (choice === 'shipped') return SHIPPED;
  if (choice === 'stored') return storedLaw();
  try {
    const url = await databaseThatRuns();
    return url === undefined ? SHIPPED : await lawIn(openDatabase({ url, max: 1 }));
  } catch (error) {
    process.stderr.write(
      `the law as it ships is used, for the stored one cannot be read: ${error instanceof Error ? error.message : error}\n`,
    );
    return SHIPPED;
  }
}

async function databaseThatRuns(): Promise<string | undefined> {
  const env = readEnv(KaravanEnv);
  if (env.DATABASE_URL !== undefined) return env.DATABASE_URL;
  return (await findRunning(dataDirOf(env, 'start'))) ?? (await findRunning(dataDirOf(env, 'demo')));
}

async function storedLaw(): Promise<Known> {
  const url = await databaseThatRuns();
  if (url !== undefined) return lawIn(openDatabase({ url, max: 1 }));
  const env = readEnv(KaravanEnv);
  const dataDir = dataDirOf(env, 'start');
  if (!existsSync(dataDir)) throw new AppError('NOT_FOUND', `There is no stored law: nothing is kept in ${dataDir} yet.`);
  const opened = await openKaravan({
    env,
    dataDir,
    log: createLogger({ level: 'warn', name: 'karavan-cli' }),
    joinRunning: true,
  });
  try {
    return await readLaw(opened.deps.db);
  } finally {
    await opened.close();
  }
}

async function lawIn(db: Database): Promise<Known> {
  try {
    return await readLaw(db);
  } finally {
    await db.close();
  }
}

async function readLaw(db: Database): Promise<Known> {
  const home = await db.system(companies.findHomeCompany);
  if (home === undefined) return SHIPPED;
  const known = await knownOf({ db, clock: systemClock }, systemActor(home.id, 'command line'));
  if (known.law !== SHIPPED.law) process.stderr.write('judged by the law this company has stored\n');
  return known;
}
