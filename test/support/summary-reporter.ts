import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends the output with one line for whoever reads only that: `N passed, N failed`. Skipped tests stand on the line
 * before. A file that could not be loaded and an error outside any test count as failed: neither may pass for silence.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const count = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      let failedTests = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') count.passed++;
        else if (state === 'failed') failedTests++;
        else count.skipped++;
      }
      const brokenOutsideTests = module.state() === 'failed' && failedTests === 0;
      count.failed += brokenOutsideTests ? 1 : failedTests;
    }
    // At exit, so that it follows whatever the other reporters and the teardown still have to say.
    process.once('exit', () => {
      process.stdout.write(`${count.skipped} skipped\n${count.passed} passed, ${count.failed} failed\n`);
    });
  }
}
