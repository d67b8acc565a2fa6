// The last line of a run: "N passed, N failed", after whatever else was printed, also when the run broke off.
import type { Reporter, TestModule, Vitest } from 'vitest/node';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export default class ClosingLineReporter implements Reporter {
  #tally: Tally = { passed: 0, failed: 0, skipped: 0 };
  #ended = false;
  #watching = false;

  onInit(_vitest: Vitest): void {
    // In watch mode there is no last line.
    this.#watching = _vitest.config.watch;
    if (!this.#watching) process.once('exit', () => this.#print());
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tally: Tally = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) count(module, tally);
    this.#tally = tally;
    this.#ended = true;
  }

  #print(): void {
    const { passed, skipped } = this.#tally;
    // A run that never came to its end has failed, whatever had passed until then.
    const failed = this.#tally.failed + (this.#ended ? 0 : 1);
    const rest = skipped > 0 ? `, ${skipped} skipped` : '';
    process.stdout.write(`${passed} passed, ${failed} failed${rest}\n`);
  }
}

function count(module: TestModule, tally: Tally): void {
  let failedInside = 0;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') tally.passed++;
    else if (state === 'failed') failedInside++;
    else tally.skipped++;
  }
  tally.failed += failedInside;
  // A file that could not be read, or whose set-up failed, has no failed test to show for it.
  if (module.state() === 'failed' && failedInside === 0) tally.failed++;
}
