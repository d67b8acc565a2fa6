// Starting and stopping, with real processes: what a newcomer does, and what happens when it goes wrong.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type App, eventually, freePort, startApp } from './end-to-end/app.ts';
import { root } from './source-files.ts';

const nobody = { uid: 65534, gid: 65534 };
let dataDir: string;
let apps: App[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tillbook-start-'));
  apps = [];
});

afterEach(async () => {
  for (const app of apps) if (app.process.exitCode === null && app.process.signalCode === null) await app.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

async function begin(options: Partial<Parameters<typeof startApp>[0]> = {}): Promise<App> {
  const app = await startApp({ dataDir, ...options });
  apps.push(app);
  return app;
}

/** A command of its own process, to its end. */
async function command(args: readonly string[], environment: NodeJS.ProcessEnv, runAs: object = {}) {
  const child = spawn(process.execPath, ['bin/tillbook.js', ...args], { cwd: root, env: environment, ...runAs });
  return ended(child);
}

async function ended(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
  const [code] = await once(child, 'close');
  return { code, output };
}

async function postmaster(): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

describe('tillbook start', () => {
  test('serves Tillbook and a local QuickBooks from an empty folder, and stops in order', async () => {
    const app = await begin();
    const page = await fetch(app.url, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('<div id="root">');
    const [, script] = /<script type="module"[^>]* src="([^"]+)"/.exec(html) ?? [];
    const scripts = await (await fetch(app.url + script)).text();
    // This test's NODE_ENV is not production, and what is served is built for it all the same.
    expect(scripts.length).toBeGreaterThan(100_000);
    expect(scripts).not.toMatch(/jsxDEV|jsx-dev-runtime/);
    expect(await answers(`${app.url}/healthz`)).toBe(true);
    expect(await answers(`${app.quickbooksUrl}/_emulator/companies`)).toBe(true);
    // It is ready before what it says of itself has come through the pipe.
    await eventually('it says where Tillbook is', async () => app.output().includes(app.url));
    await eventually('and where the local QuickBooks', async () => app.output().includes(app.quickbooksUrl));

    const pid = await postmaster();
    expect(await app.stop()).toBe(0);
    expect(isAlive(pid)).toBe(false);
    expect(await answers(`${app.url}/healthz`)).toBe(false);
    expect(await answers(`${app.quickbooksUrl}/_emulator/companies`)).toBe(false);
  });

  test.each(['PORT', 'QUICKBOOKS_EMULATOR_PORT'])(
    'a taken port is told with its variable, and nothing stays: %s',
    async (variable) => {
      const holder = createServer();
      holder.listen(0, '127.0.0.1');
      await once(holder, 'listening');
      const address = holder.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const { code, output } = await command(['start'], {
        ...process.env,
        PORT: String(await freePort()),
        QUICKBOOKS_EMULATOR_PORT: String(await freePort()),
        TILLBOOK_DATA_DIR: dataDir,
        [variable]: String(port),
      });
      holder.close();
      expect(code).toBe(1);
      expect(output).toContain(`Port ${port} is taken`);
      expect(output).toContain(variable);
      await expect(postmaster()).rejects.toThrow();
    },
  );

  test('npm run build leaves a note of what it built, so that an ordinary user may start what another one owns', async () => {
    const note = join(root, 'packages/console/dist/.built-from');
    const built = await ended(spawn('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }));
    expect(built.code, built.output).toBe(0);
    expect(await readFile(note, 'utf8')).toMatch(/^[0-9a-f]{64}$/);
  });

  test('all that is wrong with the environment is told at once', async () => {
    const { code, output } = await command(['start'], { ...process.env, PORT: 'x', LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    expect(output).toMatch(/PORT[\s\S]*LOG_LEVEL/);
  });

  test('works for an ordinary user, whose files all stay theirs', async () => {
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(dataDir, nobody.uid, nobody.gid);
    const runAs = isRoot ? nobody : {};
    const environment = { ...process.env, TILLBOOK_DATA_DIR: dataDir, HOME: dataDir };
    const first = await command(['migrate'], environment, runAs);
    expect(first.output).toContain('Done.');
    const again = await command(['api-key', 'create', '--name', 'till'], environment, runAs);
    expect(again.code, again.output).toBe(0);
  });
});

test('one folder: commands without a program, then beside one, a second start refused, a kill -9, and it goes on where it was', async () => {
  const alone = await command(['demo', '--days', '2'], { ...process.env, TILLBOOK_DATA_DIR: dataDir });
  expect(alone.code, alone.output).toBe(0);
  expect(alone.output).toMatch(/recorded [1-9]\d*/);

  const first = await begin();
  const beside = await command(['demo', '--days', '2'], first.environment);
  expect(beside.output).toMatch(/recorded 0/);
  const other = await command(['demo', '--company', 'Corner shop', '--seed', '7', '--days', '2'], first.environment);
  expect(other.output).toMatch(/recorded [1-9]\d*/);
  const healthy = await command(['doctor'], first.environment);
  expect(healthy.code, healthy.output).toBe(0);
  expect(healthy.output).toContain('embedded database, running');

  const refused = await command(['start'], { ...first.environment, PORT: '0', QUICKBOOKS_EMULATOR_PORT: '0' });
  expect(refused.code).toBe(1);
  expect(refused.output).toMatch(/One is running already on this data folder: tillbook start, process \d+/);
  expect(refused.output).not.toMatch(/^\s+at /m);
  expect(await answers(`${first.url}/readyz`)).toBe(true);

  const made = await command(['api-key', 'create', '--company', 'Corner shop', '--name', 'till'], first.environment);
  expect(made.code, made.output).toBe(0);
  const key = made.output.trim().split(/\s/).at(-1);
  const pid = await postmaster();
  await first.kill();
  await eventually('the database is gone too', async () => !isAlive(pid));

  const second = await begin();
  const response = await fetch(`${second.url}/api/v1/events`, { headers: { authorization: `Bearer ${key}` } });
  expect(response.status).toBe(200);
});

describe('the program that is put together of the sources', () => {
  const copied = ['bin', 'src', 'package.json', 'package-lock.json'];
  const help = (runAs: object = {}) =>
    ended(spawn(process.execPath, ['bin/tillbook.js', '--help'], { cwd: dataDir, ...runAs }));

  async function rewrite(said: string, instead: string): Promise<void> {
    const program = join(dataDir, 'src/cli/program.ts');
    await writeFile(program, (await readFile(program, 'utf8')).replace(said, instead));
  }

  test('is that of the sources as they are, and where it cannot be written the sources run themselves', async () => {
    for (const name of copied) await cp(join(root, name), join(dataDir, name), { recursive: true });
    for (const name of ['node_modules', 'packages']) await symlink(join(root, name), join(dataDir, name));
    expect((await help()).output).toContain("Keeps a shop's books");
    expect((await help()).output).toContain("Keeps a shop's books");
    const [running = ''] = await readdir(join(dataDir, 'dist'));
    // Long ago, and one that was before that.
    await mkdir(join(dataDir, 'dist/older'));
    for (const [name, days] of [
      ['older', 9],
      [running, 8],
    ] as const) {
      const made = new Date(Date.now() - days * 86_400_000);
      await utimes(join(dataDir, 'dist', name), made, made);
    }

    await rewrite("Keeps a shop's books", "Keeps every shop's books");
    const several = await Promise.all([help(), help(), help()]);
    for (const { code, output } of several) expect(output, `exit code ${code}`).toContain("Keeps every shop's books");
    expect(await readdir(join(dataDir, 'dist'))).toHaveLength(2);
    // What runs reads more of itself yet.
    expect(await readdir(join(dataDir, 'dist'))).toContain(running);

    await rewrite("Keeps every shop's books", "Keeps no shop's books");
    await chmod(dataDir, 0o755);
    await chmod(join(dataDir, 'dist'), 0o555);
    expect((await help(process.getuid?.() === 0 ? nobody : {})).output).toContain("Keeps no shop's books");
    expect(await readdir(join(dataDir, 'dist'))).toHaveLength(2);
    await chmod(join(dataDir, 'dist'), 0o755);
  });

  test('tells where in the sources something broke', async () => {
    const breaking = "const { run } = await import('./bin/run.js'); await run([7]);";
    const args = ['--input-type=module', '--eval', breaking];
    const { output } = await ended(spawn(process.execPath, args, { cwd: root }));
    expect(output).toMatch(/ at main \(\S*\/src\/main\.ts:\d+:\d+\)/);
  });
});

describe('commands', () => {
  test('tillbook start --help says what it does, and starts nothing', async () => {
    const { code, output } = await command(['start', '--help'], process.env);
    expect(code).toBe(0);
    expect(output).toContain('Usage: tillbook start');
  });

  test('an unknown one is refused with what there is', async () => {
    const { code, output } = await command(['sell'], process.env);
    expect(code).toBe(1);
    expect(output).toContain('tillbook --help');
  });
});
