// `npm start`: everything a fresh clone needs, then `tillbook start` in the same process.
import { readFileSync } from 'node:fs';
import { checkNode, ensureConsole, ensureInstalled } from './prepare.js';
import { run } from './run.js';

const watchNpmEveryMs = 200;

checkNode();
ensureInstalled();
ensureConsole();
if (process.env.npm_lifecycle_event === 'start') endWithNpm();
await run(['start', ...process.argv.slice(2)]);

/**
 * npm that is killed cannot pass it on; without this the program would serve on with nobody to stop it.
 * npm runs a shell that runs us, and the shell may outlive npm: so the shell's parent is watched, too.
 */
function endWithNpm() {
  const shell = process.ppid;
  const npm = parentOf(shell);
  const watch = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, watchNpmEveryMs);
  watch.unref();
}

/** Where the system does not tell, always null. */
function parentOf(pid) {
  try {
    return /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}
