import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@karavan/runtime';
import { parseReport } from '@karavan/scraper-rzd';
import { type BacktestReport, type EtaMeasures, type Measured, measureOutcomes, replayReports } from '@karavan/tracking';

export interface RailEtaBacktest extends EtaMeasures {
  reports: { read: number; skipped: { file: string; reason: string }[]; from: string; to: string };
  wagons: number;
  trips: { finished: number; scored: number; endUnseen: number; underway: number };
  predictions: { made: number; scored: number };
}

/**
 * Replays the wagon reports of a folder in the order of their own time, whatever the files are called, and measures the
 * forecasts against the arrivals that later reports show. A file that cannot be read is skipped and named.
 * @throws AppError BAD_INPUT when the folder cannot be listed or holds no report that can be read
 */
export async function backtestRailEta(folder: string): Promise<RailEtaBacktest> {
  const { reports, skipped } = await readFolder(folder);
  const times = reports.map(({ reportedAt }) => reportedAt).sort((a, b) => Date.parse(a) - Date.parse(b));
  const [from, to] = [times[0], times.at(-1)];
  if (from === undefined || to === undefined) {
    const reasons = skipped.map(({ file, reason }) => `${file}: ${reason}`).join('; ');
    throw new AppError('BAD_INPUT', `${folder} holds no report that can be read. ${reasons}`.trim());
  }
  const { outcomes, wagons, trips, forecasts } = replayReports(reports);
  const scoredTrips = new Set(outcomes.map(({ wagon, arrivedAtMs }) => `${wagon} ${arrivedAtMs}`)).size;
  return {
    reports: { read: reports.length, skipped, from, to },
    wagons,
    trips: { ...trips, scored: scoredTrips },
    predictions: { made: forecasts, scored: outcomes.length },
    ...measureOutcomes(outcomes),
  };
}

export interface Output {
  write(text: string): unknown;
}

/** The command: JSON to one place, the table to the other. Over files alone, no database is opened for it. */
export async function printBacktest(folder: string, to: { json: Output; table: Output }): Promise<number> {
  const result = await backtestRailEta(folder);
  to.table.write(backtestTable(result));
  to.json.write(`${JSON.stringify(result, null, 2)}\n`);
  return 0;
}

interface Folder {
  reports: BacktestReport[];
  skipped: { file: string; reason: string }[];
}

async function readFolder(folder: string): Promise<Folder> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: Error) => {
    throw new AppError('BAD_INPUT', `${folder} cannot be listed: ${cause.message}`, { cause });
  });
  const files = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const read: Folder = { reports: [], skipped: [] };
  for (const file of files.sort()) {
    try {
      const { reportedAt, rows } = parseReport(new Uint8Array(await readFile(path.join(folder, file))), { fileName: file });
      read.reports.push({ id: file, reportedAt, rows });
    } catch (error) {
      read.skipped.push({ file, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return read;
}

const ROWS: [keyof EtaMeasures['horizons'], string][] = [
  ['under1Day', 'under 1 day'],
  ['from1To3Days', '1 to 3 days'],
  ['from3To7Days', '3 to 7 days'],
  ['over7Days', 'over 7 days'],
];

const days = (value: number | null): string => (value === null ? '–' : value.toFixed(2)).padStart(9);

function line(name: string, { count, medianAbsErrorDays, coverage80, naive }: Measured): string {
  const covered = coverage80 === null ? '–' : `${(coverage80 * 100).toFixed(1)} %`;
  const errors = [medianAbsErrorDays, naive.networkSpeed, naive.ownMeanSpeed, naive.bestConstantSpeed].map(days).join('');
  return `${name.padEnd(13)}${String(count).padStart(7)}${errors}${covered.padStart(11)}`;
}

/** The same figures for a person: median absolute errors in days beside the naive forecasts, and the coverage. */
export function backtestTable(result: RailEtaBacktest): string {
  const { reports, trips, predictions, wagons, bestConstantKmPerDay: best } = result;
  const skipped = reports.skipped.map(({ file, reason }) => `skipped ${file}: ${reason}\n`).join('');
  return `${skipped}${reports.read} reports, ${reports.from.slice(0, 10)} to ${reports.to.slice(0, 10)}, ${wagons} wagons; ${trips.finished} trips finished, ${
    trips.endUnseen
  } ended unseen, ${trips.underway} under way; ${predictions.scored} of ${predictions.made} forecasts scored
time to go     count    model 408 km/d own mean ${best === null ? 'constant' : `${best} km/d`}   80 % range
${ROWS.map(([key, name]) => line(name, result.horizons[key])).join('\n')}
${line('overall', result.overall)}
`;
}
