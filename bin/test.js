// `npm test`: everything a fresh clone needs, then every test. The last line is "N passed, N failed".
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkNode, ensureConsole, ensureInstalled, root } from './prepare.js';

checkNode();
ensureInstalled();
ensureConsole();

const closingLine = /^\d+ passed, \d+ failed(, \d+ skipped)?$/;
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: ['inherit', 'pipe', 'inherit'],
  env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
});

let lastLine = '';
child.stdout.on('data', (data) => {
  process.stdout.write(data);
  lastLine = (lastLine + data.toString()).slice(-1000).trimEnd().split('\n').at(-1) ?? '';
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('close', (code) => {
  // A runner that broke off before it could count has failed.
  if (!closingLine.test(lastLine)) process.stdout.write('0 passed, 1 failed\n');
  process.exit(code ?? 1);
});
