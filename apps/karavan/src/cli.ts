import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { NewUser, type Problem } from '@karavan/contracts';
import { PLANS } from '@karavan/planner';
import { AppError, badInput, createLogger, readEnv, toProblem } from '@karavan/runtime';
import { companies } from '@karavan/store';
import { createUser, ensureHome, type Opened, systemActor, takeInReport } from '@karavan/usecases';
import { printBacktest } from './backtest.ts';
import { BACKUP_HELP, backupInto, restoreFrom } from './backup/commands.ts';
import { KaravanEnv } from './env.ts';
import { importNetwork, isNetworkImport, NETWORK_HELP } from './import-network.ts';
import { findRunning, openKaravan } from './open.ts';
import { planCommand } from './plan.ts';
import { REPLAY_HELP, replayCommand } from './replay.ts';
import { dataDirOf } from './run.ts';

const USAGE = `usage: npm run -s karavan -- <command>
  import report <file…>          take in wagon reports; - reads standard input
${NETWORK_HELP}  plan <name> <file> [--law …]   ${Object.keys(PLANS).join(', ')}
                                 (split --seconds 30: searched on); - reads standard input; needs no database
  user add --email --role --name [--password] [--customer <name>]
  backtest rail-eta <folder>     how good the forecasts of arrival are on a folder of wagon reports
${REPLAY_HELP}${BACKUP_HELP}`;

type Home = { companyId: string; dataDir: string };
type Command = (opened: Opened, home: Home) => Promise<unknown>;

/** JSON to standard output, messages to standard error, exit code 0 only when everything went well. */
async function main(args: readonly string[]): Promise<number> {
  if (args[0] === 'plan') return planCommand(args.slice(1));
  const [noun, verb, folder] = args;
  if (noun === 'backtest' && verb === 'rail-eta' && folder !== undefined)
    return printBacktest(folder, { json: process.stdout, table: process.stderr });
  if (noun === 'restore' && verb !== undefined && folder === undefined) return restore(verb);
  const command = commandOf(args);
  if (command === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { env, log } = readSettings();
  const dataDir = await runningDir(env);
  process.stderr.write(`working on ${await installation(env, dataDir)}\n`);
  const opened = await openKaravan({ env, dataDir, log, joinRunning: true });
  try {
    const home = await homeOf(opened, env.COMPANY_NAME);
    return print(await command(opened, { ...home, dataDir }));
  } finally {
    await opened.close();
  }
}

/** What happens is told by the reply; the log speaks of what is wrong. */
function readSettings() {
  const env = readEnv(KaravanEnv);
  return { env, log: createLogger({ level: env.LOG_LEVEL === 'info' ? 'warn' : env.LOG_LEVEL, name: 'karavan-cli' }) };
}

/** Of all commands the one that wants a database nobody has opened yet. */
async function restore(file: string): Promise<number> {
  const { env, log } = readSettings();
  const dataDir = dataDirOf(env, 'start');
  process.stderr.write(`working on ${await installation(env, dataDir)}\n`);
  return print(await restoreFrom(file, { env, dataDir, log }).catch(problemOf(file)));
}

function print(reply: unknown): number {
  process.stdout.write(`${JSON.stringify(reply, null, 2)}\n`);
  return hasProblem(reply) ? 1 : 0;
}

/** The company of this database; on an empty one it is made. The command line works on the demo's data as well. */
async function homeOf(opened: Opened, companyName: string): Promise<{ companyId: string }> {
  const found = await opened.deps.db.system(companies.findHomeCompany);
  return found === undefined ? ensureHome(opened.deps, { companyName }) : { companyId: found.id };
}

/** The data a running program works on, also when that is the demo's. */
async function runningDir(env: KaravanEnv): Promise<string> {
  const demo = dataDirOf(env, 'demo');
  const main = dataDirOf(env, 'start');
  if ((await findRunning(main)) !== undefined) return main;
  return (await findRunning(demo)) !== undefined ? demo : main;
}

/** Which installation that is; of a database of your own no more than its host and name, for its address holds a password. */
async function installation(env: KaravanEnv, dataDir: string): Promise<string> {
  if (env.DATABASE_URL !== undefined) {
    const { host, pathname } = new URL(env.DATABASE_URL);
    return `the database ${host}${pathname}`;
  }
  const isRunning = (await findRunning(dataDir)) !== undefined;
  return `the data in ${dataDir}${isRunning ? ' (joined to the program that runs on it)' : ''}`;
}

function commandOf(args: readonly string[]): Command | undefined {
  const [noun, verb, ...rest] = args;
  if (noun === 'import' && verb === 'report' && rest.length > 0)
    return (opened, home) => importReports(opened, { ...home, files: rest });
  const [file] = rest;
  if (noun === 'import' && isNetworkImport(verb) && file !== undefined && rest.length === 1)
    return (opened, home) => importNetwork(opened, { ...home, kind: verb, file }).catch(problemOf(file));
  if (noun === 'replay') return replayCommand(args.slice(1));
  if (noun === 'backup' && verb !== undefined && file === undefined)
    return (opened, { dataDir }) =>
      backupInto(verb, { url: opened.databaseUrl, dataDir, now: opened.deps.clock() }).catch(problemOf(verb));
  if (noun === 'user' && verb === 'add') return (opened, home) => addUser(opened, { ...home, args: rest });
  return undefined;
}

async function importReports(opened: Opened, input: { companyId: string; files: readonly string[] }): Promise<unknown> {
  const replies = [];
  for (const file of input.files) replies.push(await importOne(opened, { ...input, file }).catch(problemOf(file)));
  return replies.length === 1 ? replies[0] : replies;
}

async function importOne(opened: Opened, input: { companyId: string; file: string }): Promise<unknown> {
  const bytes = await readFile(input.file === '-' ? '/dev/stdin' : input.file).catch((cause: Error) => {
    throw new AppError('BAD_INPUT', `${input.file} cannot be read: ${cause.message}`, { cause });
  });
  const actor = systemActor(input.companyId, 'command line');
  const { summary } = await takeInReport(opened.deps, { actor, bytes, source: 'cli', fileName: path.basename(input.file) });
  return summary;
}

async function addUser(opened: Opened, input: { companyId: string; args: string[] }): Promise<unknown> {
  const text = { type: 'string' as const };
  const { values } = parseArgs({
    args: input.args,
    options: { email: text, role: text, name: text, password: text, customer: text, language: text },
  });
  const { customer, ...given } = values;
  const actor = systemActor(input.companyId, 'command line');
  const password = given.password ?? crypto.randomUUID();
  const company =
    customer === undefined ? undefined : await customerNamed(opened, { companyId: input.companyId, name: customer });
  const parsed = NewUser.safeParse({ name: given.email, ...given, password, ...(company ? { companyId: company.id } : {}) });
  if (!parsed.success) return problemOf('user add')(badInput(parsed.error));
  const user = await createUser(opened.deps, { actor, user: parsed.data }).catch(problemOf('user add'));
  return 'problem' in user || given.password !== undefined ? user : { ...user, password };
}

function customerNamed(opened: Opened, input: { companyId: string; name: string }) {
  return opened.deps.db.scoped({ companyId: input.companyId, customerId: null }, async (tx) => {
    return (await companies.findCustomerByName(tx, input.name)) ?? companies.insertCustomer(tx, input);
  });
}

const problemOf =
  (instance: string) =>
  (error: unknown): { problem: Problem } => {
    if (!(error instanceof AppError)) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return { problem: toProblem(error, instance) as Problem };
  };

const hasProblem = (reply: unknown): boolean =>
  Array.isArray(reply) ? reply.some(hasProblem) : typeof reply === 'object' && reply !== null && 'problem' in reply;

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  return 1;
});
