// Three kinds of tests: without I/O, with a real PostgreSQL, and of the whole program in processes of its own.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import LongestFirst from './tests/longest-first.ts';

const workers = Math.max(2, Math.min(4, availableParallelism()));

export default defineConfig({
  test: {
    passWithNoTests: false,
    allowOnly: false,
    maxWorkers: workers,
    // Modules hold no state of their own: what one file has read, the next one of its process need not read again.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './tests/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,packages,tests}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.postgres.test.ts', 'tests/end-to-end/**', 'tests/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ['{src,tests}/**/*.postgres.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['./tests/database-server.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'end-to-end',
          // Each starts the whole program, and then waits for it more than it computes: more at once than cores.
          include: ['tests/*.test.ts', 'tests/end-to-end/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.postgres.test.ts'],
          globalSetup: ['./tests/data-folder.ts'],
          maxWorkers: 4,
          testTimeout: 180_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
