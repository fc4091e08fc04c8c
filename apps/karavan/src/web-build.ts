import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from '@karavan/runtime';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DIST = path.join(ROOT, 'apps/web/dist');
const SOURCES = [
  'apps/web/src',
  'apps/web/public',
  'apps/web/index.html',
  'apps/web/vite.config.ts',
  'apps/web/package.json',
  'packages/contracts/src',
];

/** The folder of the built page; builds it first when it is missing or older than its sources. */
export async function ensureWebBuild(log: Logger): Promise<string> {
  const builtAt = await modifiedAt(path.join(DIST, 'index.html'));
  const fresh = builtAt > 0 && (process.env['NODE_ENV'] === 'production' || builtAt >= (await newestOf(SOURCES)));
  if (!fresh) {
    log.info({ event: 'web.build_started' }, 'building the page (only after a change)');
    await runBuild();
  }
  return DIST;
}

async function newestOf(sources: readonly string[]): Promise<number> {
  const times = await Promise.all(
    sources.map(async (source) => {
      const full = path.join(ROOT, source);
      const files = await readdir(full, { recursive: true, withFileTypes: true }).catch(() => []); // a file, not a folder
      const inside = await Promise.all(
        files.filter((file) => file.isFile()).map((file) => modifiedAt(path.join(file.parentPath, file.name))),
      );
      return Math.max(await modifiedAt(full), ...inside);
    }),
  );
  return Math.max(...times);
}

async function modifiedAt(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined); // not there yet
  return found === undefined || found.isDirectory() ? 0 : found.mtimeMs;
}

function runBuild(): Promise<void> {
  return new Promise((resolve, reject) => {
    // Its messages go where ours go: standard output is for the one line "ready".
    const child = spawn('npm', ['run', '-s', 'build', '-w', '@karavan/web'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the page could not be built (exit code ${code})`))));
  });
}
