import { defineConfig } from 'vitest/config';

/** Nothing here keeps a state or listens: one module graph a worker serves all of their files. */
const PURE = [
  'packages/contracts',
  'packages/rail',
  'packages/tracking',
  'packages/planner',
  'packages/telematics',
  'scrapers/rzd',
];
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
      { extends: true, test: { name: 'pure', include: testsIn(PURE), isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: testsIn(['packages', 'scrapers', 'apps', 'test']),
          exclude: [...testsIn(PURE), '**/node_modules/**'],
        },
      },
    ],
  },
});
