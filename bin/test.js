// `npm test`: everything a fresh clone needs, then every test. The last line is "N passed, N failed".
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkNode, ensureConsole, ensureInstalled, root } from './prepare.js';
import { ensureProgram } from './program.js';

const closingLine = /^\d+ passed, \d+ failed(, \d+ skipped)?$/;
let tail = '';
// A run that broke off before anything was counted has failed, and ends like any other.
process.on('exit', () => {
  if (!hasClosingLine()) process.stdout.write('0 passed, 1 failed\n');
});

function hasClosingLine() {
  return closingLine.test(tail.trimEnd().split('\n').at(-1) ?? '');
}

checkNode();
ensureInstalled();
ensureConsole();
await ensureProgram();

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: ['inherit', 'pipe', 'inherit'],
  env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
});
child.stdout.on('data', (data) => {
  process.stdout.write(data);
  tail = (tail + data.toString()).slice(-1000);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('error', (error) => process.stderr.write(`${error.message}\n`));
child.once('close', (code) => process.exit(code || (hasClosingLine() ? 0 : 1)));
