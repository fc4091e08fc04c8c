import type { Browser, CDPSession } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { serveStage } from './map/serve-stage.ts';
import type {} from './map/stage.ts';
import { type Figure, say } from './support/figures.ts';

const MARKERS = 5_000;
const ROUNDS = 3;
const LIMIT_MS = 4;
const LIMIT_RATIO = 0.5;

/** `ours` as this browser gets it; `gl` as one with a graphics processor does, which is imitated here; `flat` where there is nothing. */
const KINDS = ['ours', 'gl', 'flat', 'leaflet'] as const;
type Kind = (typeof KINDS)[number];
/** What imitates a graphics processor needs a second for a few frames; two batches of positions are in as many. */
const FRAMES: Record<Kind, { warmUp: number; measured: number }> = {
  ours: { warmUp: 30, measured: 90 },
  gl: { warmUp: 2, measured: 30 },
  flat: { warmUp: 30, measured: 60 },
  leaflet: { warmUp: 20, measured: 60 },
};

/** Processor time of a frame: only that which was spent, so a busy machine does not make it dearer. */
interface Measured {
  /** all script of the page's thread, whatever it waits for left out */
  scriptMs: number;
  /** everything that thread did: script, style, layout, painting, handing over */
  threadMs: number;
  /** all processes of the browser: other threads, raster and the imitated graphics processor too */
  allMs: number;
  framesASecond: number;
  moving: number;
  painter: string;
}

/** 5 000 markers that all move, on our layer and as Leaflet's own, in turns in one browser: script a frame. */
export async function benchMap(): Promise<Figure[]> {
  const page = await serveStage();
  const browser = await launchBrowser();
  try {
    const rounds: Record<Kind, Measured>[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const measured: Partial<Record<Kind, Measured>> = {};
      for (const kind of KINDS) {
        measured[kind] = await measure(browser, page.url, kind);
        sayOf(kind, measured[kind]);
      }
      rounds.push(measured as Record<Kind, Measured>);
    }
    return figuresOf(rounds);
  } finally {
    await browser.close();
    await page.close();
  }
}

function figuresOf(rounds: readonly Record<Kind, Measured>[]): Figure[] {
  const middle = (pick: (round: Record<Kind, Measured>) => number) =>
    rounds.map(pick).sort((a, b) => a - b)[rounds.length >> 1] ?? Number.NaN;
  const painter = rounds[0]?.ours.painter ?? '';
  const names = { ours: `as this browser paints them (${painter})`, gl: 'on WebGL' };
  return (['ours', 'gl'] as const).flatMap((kind) => [
    {
      promise: `map: ${MARKERS} moving markers ${names[kind]}, script a frame`,
      measured: middle((round) => round[kind].scriptMs),
      limit: LIMIT_MS,
      unit: 'ms',
    },
    {
      promise: `map: the same to ${MARKERS} Leaflet markers beside it`,
      measured: middle((round) => round[kind].scriptMs / round.leaflet.scriptMs),
      limit: LIMIT_RATIO,
      unit: '',
    },
  ]);
}

function sayOf(name: string, { scriptMs, threadMs, allMs, framesASecond, moving, painter }: Measured): void {
  say(
    `${name.padEnd(8)} (${painter}) a frame: ${scriptMs.toFixed(2)} ms of script, ${threadMs.toFixed(1)} ms of the page's thread in all, ` +
      `${allMs.toFixed(0)} ms of all processes; ${framesASecond.toFixed(1)} frames a second, ${moving} in motion at the end`,
  );
}

async function measure(browser: Browser, url: string, kind: Kind): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const tab = await context.newPage();
  tab.setDefaultTimeout(600_000);
  await tab.goto(url);
  await tab.waitForFunction(() => window.stage !== undefined);
  const meter = await meterOf(browser, await context.newCDPSession(tab));
  await tab.evaluate(
    ([which, count]) => {
      const { stage } = window;
      if (which === 'leaflet') window.running = stage?.leaflet(count);
      else window.running = which === 'ours' ? stage?.ours(count) : stage?.ours(count, which);
    },
    [kind, MARKERS] as const,
  );
  const reached = async (frames: number): Promise<number> => {
    const read = await tab.waitForFunction(
      (least) => {
        const now = window.running?.frames() ?? 0;
        return now >= least && now;
      },
      frames,
      { polling: 500 },
    );
    return (await read.jsonValue()) || Number.NaN;
  };
  const before = await reached(FRAMES[kind].warmUp);
  const from = await meter();
  const after = await reached(before + FRAMES[kind].measured);
  const to = await meter();
  const state = await tab.evaluate(() => window.running?.state());
  const frames = after - before;
  await context.close();
  return {
    scriptMs: (to.scriptMs - from.scriptMs) / frames,
    threadMs: (to.threadMs - from.threadMs) / frames,
    allMs: (to.allMs - from.allMs) / frames,
    framesASecond: (1000 * frames) / (to.at - from.at),
    moving: state?.moving ?? Number.NaN,
    painter: state?.painter ?? '',
  };
}

type Reading = Pick<Measured, 'scriptMs' | 'threadMs' | 'allMs'> & { at: number };

async function meterOf(browser: Browser, page: CDPSession): Promise<() => Promise<Reading>> {
  const whole = await browser.newBrowserCDPSession();
  await page.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const [{ metrics }, { processInfo }] = await Promise.all([
      page.send('Performance.getMetrics'),
      whole.send('SystemInfo.getProcessInfo'),
    ]);
    const metric = (wanted: string) => 1000 * (metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN);
    return {
      scriptMs: metric('ScriptDuration'),
      threadMs: metric('TaskDuration'),
      allMs: 1000 * processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
      at: performance.now(),
    };
  };
}
