import { defineConfig } from 'vitest/config';

/** They start, stop and kill processes or servers: each file has a process of its own, which ends with all it left open. */
const ALONE = ['packages/bus', 'packages/runtime', 'test/chaos', 'test/cluster', 'test/journeys', 'test/sources'];
const testsIn = (folders: readonly string[]) => folders.map((folder) => `${folder}/**/*.test.{ts,tsx}`);

export default defineConfig({
  test: {
    globalSetup: 'test/support/global-setup.ts',
    reporters: ['default', './test/support/summary-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    projects: [
      { extends: true, test: { name: 'alone', include: testsIn(ALONE) } },
      {
        extends: true,
        test: {
          // One module graph a worker serves all of these files: loading it was half of their time.
          name: 'together',
          isolate: false,
          include: testsIn(['packages', 'scrapers', 'apps', 'test']),
          exclude: [...testsIn(ALONE), '**/node_modules/**'],
        },
      },
    ],
  },
});
