import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type Figure, say } from './support/figures.ts';
import { stopWithBench } from './support/interrupted.ts';
import { descendantsOf, processes } from './support/processes.ts';
import './support/page.ts';

const READY_LIMIT_S = 90;
const MAP_LIMIT_S = 3;
const END_LIMIT_S = 10;
/** What is cloned: the last commit here, or of another address. */
const REPOSITORY = process.env['BENCH_REPOSITORY'] ?? fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** The first quarter of an hour of a newcomer, in seconds: clone, install, run, look, stop. */
export async function benchStart(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'karavan-start-'));
  await chmod(folder, 0o711); // the database server has a user of its own, who passes through
  const browser = await launchBrowser();
  try {
    const clone = path.join(folder, 'karavan');
    await run('git', ['clone', '--quiet', REPOSITORY, clone]);
    const port = await freePort();
    const dataDir = path.join(folder, 'data');
    const startedAt = performance.now();
    const refusal = await install(clone);
    const installedAt = performance.now();
    if (refusal !== undefined) {
      say(`npm ci does not install this clone:\n${refusal}`);
      return [figure('start: npm ci && npm run demo, to ready', Infinity, READY_LIMIT_S)];
    }
    const program = spawn('npm', ['run', '--silent', 'demo'], {
      cwd: clone,
      env: { ...plainEnv(), PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const stopped = stopWithBench(() => end(program));
    try {
      await ready(program);
      const readyAt = performance.now();
      say(`npm ci ${seconds(installedAt - startedAt)} with npm's own cache, then ready after ${seconds(readyAt - installedAt)}`);
      await drawMap(browser, `http://localhost:${port}`);
      const drawnAt = performance.now();
      const ended = await end(program);
      return [
        figure('start: npm ci && npm run demo, to ready', readyAt - startedAt, READY_LIMIT_S),
        figure('start: from ready to markers on the map', drawnAt - readyAt, MAP_LIMIT_S),
        figure('start: from SIGTERM to the end', ended.ms, END_LIMIT_S),
        { promise: 'start: processes left behind', measured: ended.leftBehind, limit: 0, unit: '' },
      ];
    } finally {
      stopped();
      program.kill('SIGKILL');
    }
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const figure = (promise: string, ms: number, limit: number): Figure => ({ promise, measured: ms / 1000, limit, unit: 's' });

/** Without what `npm run bench` tells its own children. */
const plainEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_ENV$)/i.test(name)));

/** @returns what npm says when it refuses */
async function install(clone: string): Promise<string | undefined> {
  const refused = await run('npm', ['ci'], { cwd: clone, env: plainEnv(), maxBuffer: 1e8 }).catch(
    (error: { stderr?: string }) => error,
  );
  if ('stdout' in refused && !(refused instanceof Error)) return undefined;
  const lines = (refused.stderr ?? String(refused)).split('\n').filter((line) => line.startsWith('npm error'));
  return lines.slice(0, 8).join('\n');
}

function ready(program: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    program.stdout?.on('data', (chunk) => {
      said += chunk;
      if (/^ready /m.test(said)) resolve();
    });
    program.once('exit', (code) => reject(new Error(`the demo ended with ${code} before it was ready:\n${said}`)));
  });
}

/** Signs in as the dispatcher of the demo and waits until markers are painted. The browser itself was open before. */
async function drawMap(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const startedAt = performance.now();
  const steps: string[] = [];
  const step = (name: string) => steps.push(`${name} ${seconds(performance.now() - startedAt)}`);
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('input[type=email]').fill('dispatcher@karavan.demo');
  step('sign-in form');
  await page.locator('input[type=password]').fill('karavan-demo');
  await page.keyboard.press('Enter');
  await page.locator('.leaflet-container').waitFor();
  step('map');
  await page.waitForFunction(() => window.__karavan?.assets().some(({ id }) => window.__karavan?.markerPixel(id)));
  step('markers');
  say(steps.join(', '));
}

async function end(program: ChildProcess): Promise<{ ms: number; leftBehind: number }> {
  const family = await descendantsOf(program.pid ?? 0);
  if (!family.some(({ command }) => command.includes('postgres'))) throw new Error('the database server was not found');
  const startedAt = performance.now();
  const gone = once(program, 'exit');
  program.kill('SIGTERM');
  await Promise.race([gone, sleep(2 * END_LIMIT_S * 1000)]);
  const ms = performance.now() - startedAt;
  const left = (await processes()).filter(({ id }) => family.some((member) => member.id === id));
  for (const { id, command } of left) {
    say(`left behind: ${command}`);
    process.kill(id, 'SIGKILL');
  }
  return { ms, leftBehind: left.length };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
