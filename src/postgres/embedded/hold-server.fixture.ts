// A program that runs the embedded server until it is killed, for tests that kill it.
import { startEmbeddedPostgres } from './embedded-postgres.ts';

const server = await startEmbeddedPostgres({
  tillbookDir: process.argv[2] ?? '',
  holder: `a program to be killed, process ${process.pid}`,
});
console.log(server.connectionString);
await server.lost;
