import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Problem, ReportSummary } from '@karavan/contracts';
import { AppError, toProblem } from '@karavan/runtime';
import { parseReport } from '@karavan/scraper-rzd';
import { type Opened, systemActor, takeInReport } from '@karavan/usecases';

export const REPLAY_HELP = `  replay [--speed <n>] <file…>   recorded reports, or folders of them, in the order they were made: at once, or n times as fast as it was
`;

type Replayed = { file: string; summary: ReportSummary } | { file: string; problem: Problem };

/** The command of these arguments; undefined where they make none. */
export function replayCommand(
  args: readonly string[],
): ((opened: Opened, home: { companyId: string }) => Promise<Replayed[]>) | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { speed: { type: 'string' } },
      allowPositionals: true,
    });
    const speed = values.speed === undefined ? Number.POSITIVE_INFINITY : Number(values.speed);
    if (positionals.length === 0 || !(speed > 0)) return undefined;
    return (opened, { companyId }) => replayReports(opened, { companyId, places: positionals, speed });
  } catch {
    return undefined; // an option nobody knows: the usage tells
  }
}

/** A timer of Node.js holds no more, and one that is told more does not wait at all. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

interface Recorded {
  file: string;
  /** when it was formed; -Infinity for a file that cannot be read, which says so at once */
  atMs: number;
}

/**
 * Takes recorded reports in as if they came in again, the oldest first whatever the files are called, and between them waits
 * the time that lay between them, divided by `speed`.
 */
async function replayReports(
  opened: Opened,
  { companyId, places, speed }: { companyId: string; places: readonly string[]; speed: number },
): Promise<Replayed[]> {
  const recorded = await Promise.all((await listFiles(places)).map(timeOf));
  recorded.sort((a, b) => a.atMs - b.atMs);
  const actor = systemActor(companyId, 'command line');
  const replayed: Replayed[] = [];
  let beforeMs = Number.NEGATIVE_INFINITY;
  for (const { file, atMs } of recorded) {
    if (Number.isFinite(beforeMs)) await setTimeout(Math.min((atMs - beforeMs) / speed, LONGEST_WAIT_MS));
    beforeMs = atMs;
    const done = await takeIn(opened, { actor, file });
    replayed.push(done);
    process.stderr.write(`${lineOf(done)}\n`);
  }
  return replayed;
}

async function takeIn(opened: Opened, input: { actor: ReturnType<typeof systemActor>; file: string }): Promise<Replayed> {
  const { actor, file } = input;
  try {
    const bytes = await readRecorded(file);
    const { summary } = await takeInReport(opened.deps, { actor, bytes, source: 'replay', fileName: path.basename(file) });
    return { file, summary };
  } catch (error) {
    if (!(error instanceof AppError)) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return { file, problem: toProblem(error, file) as Problem };
  }
}

async function listFiles(places: readonly string[]): Promise<string[]> {
  const lists = places.map(async (place) => {
    const isFolder = await stat(place)
      .then((found) => found.isDirectory())
      .catch(() => false); // told when it is read
    if (!isFolder) return [place];
    const entries = await readdir(place, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => path.join(place, name));
  });
  return (await Promise.all(lists)).flat();
}

async function timeOf(file: string): Promise<Recorded> {
  try {
    const { reportedAt } = parseReport(await readRecorded(file), { fileName: path.basename(file) });
    return { file, atMs: Date.parse(reportedAt) };
  } catch {
    return { file, atMs: Number.NEGATIVE_INFINITY }; // why not is said when it is taken in
  }
}

async function readRecorded(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: Error) => {
    throw new AppError('BAD_INPUT', `${file} cannot be read: ${cause.message}`, { cause });
  });
}

function lineOf(replayed: Replayed): string {
  if ('problem' in replayed) return `${replayed.file}: ${replayed.problem.detail}`;
  const { reportedAt, rows } = replayed.summary;
  return `${reportedAt}  ${replayed.file}: ${rows.accepted} of ${rows.total} rows accepted`;
}
