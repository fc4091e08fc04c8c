import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages', 'scrapers', 'apps', 'test'].map((folder) => `${folder}/**/*.test.{ts,tsx}`),
    globalSetup: 'test/support/global-setup.ts',
    reporters: ['default', './test/support/summary-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
  },
});
