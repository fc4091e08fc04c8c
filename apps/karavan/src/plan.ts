import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { SplitRequest } from '@karavan/contracts';
import { InputError, type Known, PLANS, type PlanName, searchSplit } from '@karavan/planner';
import { AppError, badInput, toProblem } from '@karavan/runtime';
import { knownForPlans, LAW_CHOICES, type LawChoice } from './plan-law.ts';

/** A long search ends by the clock. */
const MOST_SECONDS = 600;

const isPlanName = (name: string | undefined): name is PlanName => name !== undefined && Object.hasOwn(PLANS, name);

/**
 * `plan <name> <file>`: needs no database, and takes the law of the company where one runs. JSON to standard output; a list
 * of requests gives a list in the same order.
 * @returns the exit code, 0 only when every request was answered
 */
export async function planCommand(args: readonly string[]): Promise<number> {
  const { name, file, law, seconds } = readArgs(args);
  const isTimed = seconds === undefined || (name === 'split' && seconds > 0 && seconds <= MOST_SECONDS);
  if (!isPlanName(name) || file === undefined || law === undefined || !isTimed) {
    process.stderr.write(
      `usage: npm run -s karavan -- plan ${Object.keys(PLANS).join('|')} <file> [--law ${LAW_CHOICES.join('|')}] [--seconds <1 to ${MOST_SECONDS}, split alone: search on for so long>]; - reads standard input\n`,
    );
    return 2;
  }
  const reply = await Promise.all([readRequest(file), knownForPlans(law)]).then(
    ([requests, known]) =>
      Array.isArray(requests)
        ? requests.map((input) => answer(name, { input, file, known, seconds }))
        : answer(name, { input: requests, file, known, seconds }),
    (error: unknown) => refusal(error, file),
  );
  process.stdout.write(`${JSON.stringify(reply, null, 2)}\n`);
  return [reply].flat().some((one) => typeof one === 'object' && one !== null && 'problem' in one) ? 1 : 0;
}

function readArgs(args: readonly string[]): {
  name?: string | undefined;
  file?: string | undefined;
  law?: LawChoice | undefined;
  seconds?: number | undefined;
} {
  try {
    const options = { law: { type: 'string' }, seconds: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [name, file, ...rest] = positionals;
    const law = LAW_CHOICES.find((choice) => choice === (values.law ?? 'auto'));
    const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
    return rest.length > 0 ? {} : { name, file, law, seconds };
  } catch {
    return {}; // an option nobody knows: the usage tells
  }
}

async function readRequest(file: string): Promise<unknown> {
  const text = await readFile(file === '-' ? '/dev/stdin' : file, 'utf8').catch((cause: Error) => {
    throw new AppError('BAD_INPUT', `${file} cannot be read: ${cause.message}`, { cause });
  });
  if (text.trim() === '') throw new AppError('BAD_INPUT', `${file} is empty`);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')); // as editors on Windows begin a file
  } catch (cause) {
    throw new AppError('BAD_INPUT', `${file} is not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

interface Asked {
  input: unknown;
  file: string;
  known: Known;
  seconds?: number | undefined;
}

function answer(name: PlanName, { input, file, known, seconds }: Asked): unknown {
  try {
    const plan = PLANS[name];
    const parsed = plan.request.safeParse(input);
    if (!parsed.success) throw badInput(parsed.error);
    if (seconds !== undefined) {
      const budget = { now: () => performance.now(), limitMs: seconds * 1000 };
      return searchSplit(SplitRequest.parse(input), { known, budget });
    }
    // Request and function stand side by side in the map; here the name is any of them.
    return (plan.run as (request: unknown, options: { known: Known }) => unknown)(parsed.data, { known });
  } catch (error) {
    return refusal(error, file);
  }
}

function refusal(error: unknown, file: string) {
  if (error instanceof InputError)
    return { problem: toProblem(new AppError('BAD_INPUT', error.message, { cause: error, errors: error.errors }), file) };
  if (!(error instanceof AppError)) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  return { problem: toProblem(error, file) };
}
