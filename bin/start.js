// `npm start`: everything a fresh clone needs, then `tillbook start` in the same process.
import { checkNode, ensureConsole, ensureInstalled } from './prepare.js';
import { run } from './run.js';

const watchNpmEveryMs = 200;

checkNode();
ensureInstalled();
ensureConsole();
if (process.env.npm_lifecycle_event === 'start') endWithNpm();
await run(['start', ...process.argv.slice(2)]);

/** npm that is killed cannot pass it on; without this the program would serve on with nobody to stop it. */
function endWithNpm() {
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, watchNpmEveryMs);
  watch.unref();
}
