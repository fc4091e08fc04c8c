import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { launchBrowser } from '../support/browser.ts';
import type {} from './map/stage.ts';
import { type Figure, say } from './support/figures.ts';

const MARKERS = 5_000;
const WARM_UP_FRAMES = 30;
const MEASURED_FRAMES = 90;
const ROUNDS = 3;
const LIMIT_MS = 4;
const LIMIT_RATIO = 0.5;

type Kind = 'ours' | 'leaflet';

interface Measured {
  /** all script of the page a frame, as the browser counts it */
  scriptMs: number;
  framesASecond: number;
  /** markers in motion when it ended */
  moving: number;
}

/** 5 000 markers that all move, on our layer and as Leaflet's own, in turns in one browser: script a frame. */
export async function benchMap(): Promise<Figure[]> {
  const page = await servePage();
  const browser = await launchBrowser();
  try {
    const rounds: Record<Kind, Measured>[] = [];
    const tell = async (kind: Kind) => {
      const measured = await measure(browser, page.url, kind);
      sayOf(kind, measured);
      return measured;
    };
    for (let round = 0; round < ROUNDS; round += 1) rounds.push({ ours: await tell('ours'), leaflet: await tell('leaflet') });
    const middle = (pick: (round: (typeof rounds)[number]) => number) =>
      rounds.map(pick).sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
    return [
      {
        promise: `map: ${MARKERS} moving markers, script a frame`,
        measured: middle(({ ours }) => ours.scriptMs),
        limit: LIMIT_MS,
        unit: 'ms',
      },
      {
        promise: `map: the same to ${MARKERS} Leaflet markers beside it`,
        measured: middle(({ ours, leaflet }) => ours.scriptMs / leaflet.scriptMs),
        limit: LIMIT_RATIO,
        unit: '',
      },
    ];
  } finally {
    await browser.close();
    await page.close();
  }
}

function sayOf(name: string, { scriptMs, framesASecond, moving }: Measured): void {
  say(
    `${name.padEnd(8)} ${scriptMs.toFixed(2)} ms of script a frame; ${framesASecond.toFixed(0)} frames a second, ${moving} in motion at the end`,
  );
}

async function measure(browser: Browser, url: string, kind: Kind): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const tab = await context.newPage();
  tab.setDefaultTimeout(300_000);
  await tab.goto(url);
  await tab.waitForFunction(() => window.stage !== undefined);
  const session = await tab.context().newCDPSession(tab);
  // the processor time of the page's thread: a busy machine does not make scripts dearer
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const scriptMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN);
  };
  await tab.evaluate(
    ([which, count]) => {
      window.running = window.stage?.[which](count);
    },
    [kind, MARKERS] as const,
  );
  const reached = async (frames: number) => {
    const read = await tab.waitForFunction(
      (least) => {
        const now = window.running?.read();
        return now !== undefined && now.frames >= least && now;
      },
      frames,
      { polling: 500 },
    );
    return (await read.jsonValue()) || { frames: Number.NaN, moving: 0 };
  };
  const before = await reached(WARM_UP_FRAMES);
  const [scriptBefore, startedAt] = [await scriptMs(), performance.now()];
  const after = await reached(before.frames + MEASURED_FRAMES);
  const [scriptAfter, endedAt] = [await scriptMs(), performance.now()];
  const frames = after.frames - before.frames;
  await context.close();
  return {
    scriptMs: (scriptAfter - scriptBefore) / frames,
    framesASecond: (1000 * frames) / (endedAt - startedAt),
    moving: after.moving,
  };
}

const HTML = '<!doctype html><meta charset="utf-8"><style>.truck{background:#0b6e46;border-radius:14px}</style>';

/** The stage as a page of its own: our layer and Leaflet as the product's bundler packs them. */
async function servePage(): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'karavan-map-'));
  const entry = fileURLToPath(new URL('./map/stage.ts', import.meta.url));
  await build({
    configFile: false,
    logLevel: 'error',
    root: path.dirname(entry),
    build: { outDir: folder, emptyOutDir: true, lib: { entry, formats: ['es'], fileName: 'stage' } },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const style = await readFile(fileURLToPath(import.meta.resolve('leaflet/dist/leaflet.css')), 'utf8');
  const script = await readFile(path.join(folder, 'stage.js'), 'utf8');
  const page = `${HTML}<style>${style}</style><body></body><script type="module" src="/stage.js"></script>`;
  const server = createServer((request, response) => {
    const isScript = request.url === '/stage.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' }).end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
