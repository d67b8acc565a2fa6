// Types, lint, import rules and unused code are tests like any other.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './source-files.ts';

const outputBytesMax = 64 * 1024 * 1024;

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a tool of node_modules by its file, so that no shell and no PATH is in between. */
async function runTool(packageName: string, file: string, args: readonly string[]): Promise<Ended> {
  const script = join(root, 'node_modules', packageName, file);
  return new Promise((resolve) => {
    const options = { cwd: root, maxBuffer: outputBytesMax };
    execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1);
      resolve({ code: Number.isInteger(code) ? code : 1, output: `${stdout}${stderr}` });
    });
  });
}

test.each(['tsconfig.json', 'packages/console/tsconfig.json'])(
  'types hold: %s',
  async (project) => {
    const { code, output } = await runTool('typescript', 'bin/tsc', ['--noEmit', '--pretty', 'false', '-p', project]);
    expect(output).toBe('');
    expect(code).toBe(0);
  },
  600_000,
);

test('lint and format hold', async () => {
  const { code, output } = await runTool('@biomejs/biome', 'bin/biome', [
    'check',
    '--error-on-warnings',
    '--colors=off',
  ]);
  expect(code, output).toBe(0);
  expect(output).toMatch(/Checked \d{2,} files/);
});

test('nothing is unused', async () => {
  const { code, output } = await runTool('knip', 'bin/knip.js', ['--no-progress']);
  expect(code, output).toBe(0);
});

test('every folder imports only what the table allows', async () => {
  const { output } = await runTool('dependency-cruiser', 'bin/dependency-cruise.mjs', [
    ...['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'packages', 'bin'],
  ]);
  const { summary } = JSON.parse(output) as {
    summary: {
      totalCruised: number;
      violations: { from: string; to: string; rule: { name: string } }[];
    };
  };
  const violations = summary.violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`);
  expect(violations).toEqual([]);
  // Without a compiler that it understands it reads nothing and finds nothing.
  expect(summary.totalCruised).toBeGreaterThan(50);
});
