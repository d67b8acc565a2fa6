// The order of test files: those that wait longest for the outside world begin first, so that the others fill their pauses.
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification, type Vitest } from 'vitest/node';

/** They wait for what no machine makes faster: calls a minute, leases, calls that hang, what has to settle. */
const longest = [
  'tests/simulation/simulation.postgres.test.ts',
  'tests/end-to-end/main-job.test.ts',
  'tests/end-to-end/drift.test.ts',
  'tests/end-to-end/stopping.test.ts',
  'tests/end-to-end/kills.test.ts',
  'tests/end-to-end/paused-worker.test.ts',
];

export default class LongestFirst extends BaseSequencer {
  constructor(vitest: Vitest) {
    super(vitest);
    const lost = longest.filter((path) => !existsSync(path));
    if (lost.length > 0) throw new Error(`What is to begin first is not there: ${lost.join(', ')}`);
  }

  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => this.#place(one) - this.#place(other));
  }

  #place(file: TestSpecification): number {
    const place = longest.indexOf(relative(this.ctx.config.root, file.moduleId));
    return place === -1 ? longest.length : place;
  }
}
