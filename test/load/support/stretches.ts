import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** How long the main thread of another program works at a stretch, in processor time; Linux only. */
export interface Stretches {
  /** for the program that is measured */
  env: NodeJS.ProcessEnv;
  /** the longest that ended since an instant (epoch ms), in ms */
  longestSince(epochMs: number): number;
  close(): void;
}

const PRELOAD = fileURLToPath(new URL('./stretches.mjs', import.meta.url));

export function watchStretches(): Stretches {
  const file = path.join(tmpdir(), `karavan-stretches-${process.pid}`);
  rmSync(file, { force: true });
  return {
    env: { STRETCHES: file, NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import ${PRELOAD}`.trim() },
    longestSince(epochMs) {
      const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
      const noted = lines.map((line) => line.split(' ').map(Number)).filter(([at = 0]) => at >= epochMs);
      return Math.max(0, ...noted.map(([, ms = 0]) => ms));
    },
    close: () => rmSync(file, { force: true }),
  };
}
