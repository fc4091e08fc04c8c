/** How much dearer a report is than opening its workbook: `node --import @karavan/typescript test/load/parse-xlsx.ts [wagons]`. */
import { parseReport } from '@karavan/scraper-rzd';
import { openWithLibrary, RENDERED } from '../../scrapers/rzd/src/parse/render.fixture.ts';
import { makeFleet } from './reports/make-fleet.ts';
import { type Figure, isKept, printFigures, quantile, say } from './support/figures.ts';
import { createRandom } from './support/random.ts';

const ROUNDS = 9;
const LIMIT = 2;
const LAYOUTS = ['account workbook', 'dispatch workbook'];

export function benchParseXlsx(wagons: number): Figure[] {
  return RENDERED.filter(({ name }) => LAYOUTS.includes(name)).map(({ name, render }) => {
    const bytes = render(makeFleet(createRandom(5), wagons));
    const library: number[] = [];
    const whole: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      library.push(timeMs(() => openWithLibrary(bytes)));
      whole.push(timeMs(() => parseReport(bytes)));
    }
    const report = parseReport(bytes);
    if (report.rows.length !== wagons) throw new Error(`${name}: ${report.rows.length} of ${wagons} rows were read`);
    const [libraryMs, wholeMs] = [library, whole].map((times) => quantile(times, 0.5));
    say(
      `${name}: ${(bytes.length / 1e6).toFixed(2)} MB, ${wagons} wagons; library ${libraryMs?.toFixed(0)} ms, report ${wholeMs?.toFixed(0)} ms (medians of ${ROUNDS}), ${(peakMb()).toFixed(0)} MB resident`,
    );
    return { promise: `${name}: report / library`, measured: (wholeMs ?? 0) / (libraryMs ?? 1), limit: LIMIT, unit: '' };
  });
}

function timeMs(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

const peakMb = (): number => process.resourceUsage().maxRSS / 1024;

const figures = benchParseXlsx(Number(process.argv[2] ?? 10_000));
printFigures(figures);
process.exitCode = figures.every(isKept) ? 0 : 1;
