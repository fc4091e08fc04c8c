import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { NewUser, type Problem } from '@karavan/contracts';
import { AppError, badInput, createLogger, readEnv, toProblem } from '@karavan/runtime';
import { companies } from '@karavan/store';
import { createUser, ensureHome, type Opened, systemActor, takeInReport } from '@karavan/usecases';
import { printBacktest } from './backtest.ts';
import { KaravanEnv } from './env.ts';
import { importNetwork, isNetworkImport, NETWORK_HELP } from './import-network.ts';
import { findRunning, openKaravan } from './open.ts';
import { planCommand } from './plan.ts';
import { dataDirOf } from './run.ts';

const USAGE = `usage: npm run -s karavan -- <command>
  import report <file…>          take in wagon reports; - reads standard input
${NETWORK_HELP}  plan <name> <file> [--law …]   axle-loads, max-payload, promise or split (--seconds 30: searched on); - reads standard input; needs no database
  user add --email --role --name [--password] [--customer <name>]
  backtest rail-eta <folder>     how good the forecasts of arrival are on a folder of wagon reports
`;

type Command = (opened: Opened, home: { companyId: string }) => Promise<unknown>;

/** JSON to standard output, messages to standard error, exit code 0 only when everything went well. */
async function main(args: readonly string[]): Promise<number> {
  if (args[0] === 'plan') return planCommand(args.slice(1));
  const [noun, verb, folder] = args;
  if (noun === 'backtest' && verb === 'rail-eta' && folder !== undefined)
    return printBacktest(folder, { json: process.stdout, table: process.stderr });
  const command = commandOf(args);
  if (command === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const env = readEnv(KaravanEnv);
  const log = createLogger({ level: env.LOG_LEVEL === 'info' ? 'warn' : env.LOG_LEVEL, name: 'karavan-cli' });
  const dataDir = await runningDir(env);
  process.stderr.write(`working on ${await installation(env, dataDir)}\n`);
  const opened = await openKaravan({ env, dataDir, log, joinRunning: true });
  try {
    const home = await homeOf(opened, env.COMPANY_NAME);
    const reply = await command(opened, home);
    process.stdout.write(`${JSON.stringify(reply, null, 2)}\n`);
    return hasProblem(reply) ? 1 : 0;
  } finally {
    await opened.close();
  }
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
