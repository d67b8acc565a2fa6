// The server is a real one, and this run's own: what is held here is what keeps a shop's books on one machine.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';

const holderProgram = fileURLToPath(new URL('hold-server.fixture.ts', import.meta.url));
let tillbookDir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  tillbookDir = await mkdtemp(join(tmpdir(), 'tillbook embedded '));
});

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  await rm(tillbookDir, { recursive: true, force: true, maxRetries: 5 });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Another process that runs the server; resolves once it does. */
async function holdElsewhere(): Promise<{ child: ChildProcess; connectionString: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', holderProgram, tillbookDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout });
  const [connectionString] = await once(lines, 'line');
  return { child, connectionString };
}

async function postmaster(): Promise<number> {
  return Number((await readFile(join(tillbookDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);
}

async function query(connectionString: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  // The query itself fails where its server goes.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

describe('the embedded PostgreSQL', () => {
  test('keeps what was written from one start to the next, and is gone after a stop', async () => {
    const first = await startEmbeddedPostgres({ tillbookDir, holder: 'first' });
    await query(first.connectionString, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await findEmbeddedPostgres(tillbookDir)).toBeNull();
    await expect(query(first.connectionString, 'select 1')).rejects.toThrow();

    const second = await startEmbeddedPostgres({ tillbookDir, holder: 'second' });
    expect(await query(second.connectionString, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  test('sorts and encodes alike on every machine, and flushes to disk', async () => {
    const server = await startEmbeddedPostgres({ tillbookDir, holder: 'only' });
    const [row] = await query(
      server.connectionString,
      `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
         current_setting('timezone') as timezone, lower('ÄÉ') as lower, datlocprovider as provider
       from pg_database where datname = current_database()`,
    );
    expect(row).toEqual({ encoding: 'UTF8', fsync: 'on', timezone: 'UTC', lower: 'äé', provider: 'b' });
    await server.stop();
  });

  test('lets nobody in without its password, which only its owner can read', async () => {
    const server = await startEmbeddedPostgres({ tillbookDir, holder: 'only' });
    const url = new URL(server.connectionString);
    url.password = 'guessed';
    await expect(query(url.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    const { mode } = await stat(join(tillbookDir, 'postgres', 'password'));
    expect(mode & 0o777).toBe(0o600);
    expect(url.hostname).toBe('127.0.0.1');
    await server.stop();
  });

  test('a second start on the same folder says which one is running, and leaves it alone', async () => {
    const server = await startEmbeddedPostgres({ tillbookDir, holder: 'tillbook start, process 4711' });
    await expect(startEmbeddedPostgres({ tillbookDir, holder: 'second' })).rejects.toMatchObject({
      code: 'already-running',
      message: expect.stringContaining('tillbook start, process 4711'),
    });
    expect(await query(server.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await findEmbeddedPostgres(tillbookDir)).toBe(server.connectionString);
    await server.stop();
  });

  test('two first starts at once: one runs, the other is told', async () => {
    const [a, b] = await Promise.allSettled([
      startEmbeddedPostgres({ tillbookDir, holder: 'one' }),
      startEmbeddedPostgres({ tillbookDir, holder: 'other' }),
    ]);
    const started = [a, b].filter((result) => result.status === 'fulfilled');
    const refused = [a, b].filter((result) => result.status === 'rejected');
    expect(started).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: 'already-running' });
    for (const { value } of started) await value.stop();
  });

  test('a kill -9 of the program takes the server along, and the next start finds what was committed', async () => {
    const { child, connectionString } = await holdElsewhere();
    await query(connectionString, 'create table kept as select 7 as answer');
    const killed = await postmaster();
    await kill(child);
    const next = await startEmbeddedPostgres({ tillbookDir, holder: 'next' });
    expect(await query(next.connectionString, 'select answer from kept')).toEqual([{ answer: 7 }]);
    expect(await postmaster()).not.toBe(killed);
    await next.stop();
  });

  test('a server that was killed at work: the next start waits for what is left of it, and has its address', async () => {
    const { child, connectionString } = await holdElsewhere();
    await query(connectionString, 'create table kept as select 9 as answer');
    // Does not look up from its work until it is done, and holds the memory of its server until then.
    let isOver = false;
    const atWork = query(connectionString, 'select sum(n) from generate_series(1, 20000000) n')
      .catch(() => undefined)
      .finally(() => (isOver = true));
    const isAtWork = `select 1 from pg_stat_activity where query like 'select sum%' and state = 'active'`;
    while ((await query(connectionString, isAtWork)).length === 0);
    const exited = once(child, 'exit');
    process.kill(await postmaster(), 'SIGKILL');
    await exited;

    const next = await startEmbeddedPostgres({ tillbookDir, holder: 'next' });
    expect(isOver).toBe(true);
    await atWork;
    expect(next.connectionString).toBe(connectionString);
    expect(await query(next.connectionString, 'select answer from kept')).toEqual([{ answer: 9 }]);
    await next.stop();
  });

  test('a port that another program has taken meanwhile is given up for another one', async () => {
    const first = await startEmbeddedPostgres({ tillbookDir, holder: 'first' });
    await first.stop();
    const port = Number(new URL(first.connectionString).port);
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const second = await startEmbeddedPostgres({ tillbookDir, holder: 'second' });
    other.close();
    expect(new URL(second.connectionString).port).not.toBe(String(port));
    await second.stop();
  });

  test('a server whose program and watchdog were both killed is ended by the next start', async () => {
    const { child, connectionString } = await holdElsewhere();
    const leftBehind = await postmaster();
    const watchdog = Number(/^PPid:\s+(\d+)/m.exec(await readFile(`/proc/${leftBehind}/status`, 'utf8'))?.[1]);
    process.kill(watchdog, 'SIGKILL');
    await kill(child);
    expect(await query(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);

    const next = await startEmbeddedPostgres({ tillbookDir, holder: 'next' });
    expect(await postmaster()).not.toBe(leftBehind);
    expect(await query(next.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    await next.stop();
  });

  test('a lock file left by a crash does not matter when another program has its number now', async () => {
    const first = await startEmbeddedPostgres({ tillbookDir, holder: 'first' });
    const pidFile = join(tillbookDir, 'postgres/data/postmaster.pid');
    const left = await readFile(pidFile, 'utf8');
    await first.stop();
    await writeFile(pidFile, left.replace(/^\d+/, String(process.pid)));
    const next = await startEmbeddedPostgres({ tillbookDir, holder: 'next' });
    expect(await query(next.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    await next.stop();
  });

  test('a server that is lost while the program runs is told, with what its log said', async () => {
    const server = await startEmbeddedPostgres({ tillbookDir, holder: 'only' });
    const pid = Number((await readFile(join(tillbookDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);
    process.kill(pid, 'SIGQUIT');
    const error = await server.lost;
    expect(error.code).toBe('stopped');
    expect(error.message).toContain('immediate shutdown');
    await server.stop();
  });

  test('a data folder that the server may not enter points to where the cluster lies', async () => {
    const closedDir = join(tillbookDir, 'closed');
    await mkdir(closedDir, { mode: 0o700 });
    const nested = join(closedDir, 'data');
    const server = await startEmbeddedPostgres({ tillbookDir: nested, holder: 'only' });
    await query(server.connectionString, 'create table kept as select 1 as one');
    await server.stop();
    const isRoot = process.getuid?.() === 0;
    expect(server.elsewhere).toBe(isRoot);
    expect(server.dir.startsWith(nested)).toBe(!isRoot);

    const again = await startEmbeddedPostgres({ tillbookDir: nested, holder: 'only' });
    expect(await query(again.connectionString, 'select one from kept')).toEqual([{ one: 1 }]);
    await again.stop();
    expect(again.dir).toBe(server.dir);
    if (!isRoot) return;

    await rm(server.dir, { recursive: true });
    await expect(startEmbeddedPostgres({ tillbookDir: nested, holder: 'only' })).rejects.toMatchObject({
      code: 'cluster-missing',
      message: expect.stringContaining(server.dir),
    });
  });
});
