import { type Figure, isKept, printFigures, say } from './support/figures.ts';
import { stopOnSignals } from './support/interrupted.ts';

/** Every bench of the product's promises, in the order they run; each prints what it sees and gives its figures. */
const BENCHES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  where: async () => (await import('./where.ts')).benchWhere(),
  positions: async () => (await import('./positions.ts')).benchPositions(),
  ingest: async () => (await import('./ingest.ts')).benchIngest(),
  rail: async () => (await import('./rail-network.ts')).benchRailNetwork(),
  forms: async () => (await import('./ingest-forms.ts')).benchIngestForms(),
  fleet: async () => (await import('./ingest-fleet.ts')).benchFleet(),
  idle: async () => (await import('./fleet-idle.ts')).benchIdle(),
  fanout: async () => (await import('./fanout.ts')).benchFanout(),
  report: async () => (await import('./report.ts')).benchReport(),
  promise: async () => (await import('./planner-promise.ts')).benchPromise(),
  'promise-api': async () => (await import('./planner-promise-api.ts')).benchPromiseApi(),
  loading: async () => (await import('./planner-load.ts')).benchPlannerLoad(),
  split: async () => (await import('./planner-split.ts')).benchPlannerSplit(),
  board: async () => (await import('./planner-board.ts')).benchPlannerBoard(),
  burst: async () => (await import('./reports-burst.ts')).benchReportsBurst(),
  map: async () => (await import('./map.ts')).benchMap(),
  start: async () => (await import('./start.ts')).benchStart(),
};

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => BENCHES[name] === undefined);
  if (unknown.length > 0) {
    say(`there is no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);
    return 2;
  }
  const figures: Figure[] = [];
  for (const [name, run] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    say(`\n── ${name} ──`);
    figures.push(...(await run().catch((error: unknown) => unmeasured(name, error))));
  }
  printFigures(figures);
  return figures.every(isKept) ? 0 : 1;
}

/** What cannot be measured is not kept. */
function unmeasured(name: string, error: unknown): Figure[] {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return [{ promise: `${name}: could not be measured`, measured: Number.NaN, limit: 1, unit: '' }];
}

stopOnSignals();
process.exitCode = await main(process.argv.slice(2));
