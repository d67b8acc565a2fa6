// Stands between Tillbook and its PostgreSQL: when Tillbook goes, however it goes, standard input ends and the server is stopped.
// Plain JavaScript, because it is started for every server and must be there at once.
import { spawn } from 'node:child_process';

const immediateAfterMs = 30_000;
const { command, args, uid, gid } = JSON.parse(process.argv[2] ?? '{}');

// A terminal or a service manager signals the whole group; Tillbook decides when the server may go.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

const runAs = uid === undefined ? {} : { uid, gid };
const server = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], cwd: '/', ...runAs });
server.once('error', (error) => {
  console.error(`cannot start ${command}: ${error.message}`);
  process.exit(1);
});
server.once('exit', (code) => process.exit(code ?? 1));

process.stdin.resume();
process.stdin.once('close', () => {
  // SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one.
  server.kill('SIGINT');
  setTimeout(() => server.kill('SIGQUIT'), immediateAfterMs).unref();
});
