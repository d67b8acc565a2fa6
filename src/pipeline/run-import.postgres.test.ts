// An import goes on after a stop from where it was: each event is recorded and counted once, whoever works on it and however often.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { importFiles } from '../sources/import-files.ts';
import { openTestBooks, openTestStorage, sale, type TestBooks } from './books.fixture.ts';
import { openImports } from './import-books.ts';
import type { ImportBooks, ImportRow } from './import-port.ts';
import { leftBefore, type RunPorts, runImport } from './run-import.ts';

let test: TestStorage;
let shop: TestBooks;
let ports: RunPorts;
let imports: ImportBooks;
let woken: string[];

beforeAll(async () => {
  test = await openTestStorage();
});
beforeEach(async () => {
  shop = await openTestBooks(test);
  woken = [];
  ports = {
    ...shop.ports,
    files: importFiles,
    wakeImport: async (_companyId, importId) => void woken.push(importId),
    unlessUnderWay: (what, work) => test.storage.unlessUnderWay(what, work),
  };
  imports = openImports(ports)(shop.companyId);
});
afterAll(async () => {
  await test.close();
});

const ndjson = (count: number): string =>
  Array.from({ length: count }, (_, at) => `${JSON.stringify(sale(`s-${at}`))}\n`).join('');

async function* chunksOf(...texts: readonly (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    if (text instanceof Error) throw text;
    yield Buffer.from(text);
  }
}

async function bring(...texts: readonly (string | Error)[]): Promise<ImportRow> {
  const file = { fileName: 'sales.ndjson', format: null, kind: null, chunks: chunksOf(...texts) };
  const answer = await imports.receive(file, 'ana');
  if (!answer.ok) throw new Error(answer.message);
  return answer.import;
}

/** The lane is woken after each batch of events in scope. */
const stoppingAtFirstBatch = (): AbortSignal => {
  const controller = new AbortController();
  ports = { ...ports, wake: async () => controller.abort() };
  return controller.signal;
};

const never = new AbortController().signal;
const run = (id: string, stopping = never): Promise<'rests' | 'under-way'> =>
  runImport(ports, { companyId: shop.companyId, importId: id, stopping });
const recordedEvents = async () => (await shop.books.sync()).counts;

it('a file that comes in pieces is kept, and a worker is woken to check it', async () => {
  const text = ndjson(3);
  const row = await bring(text.slice(0, 50), text.slice(50, 51), text.slice(51));
  expect(row).toMatchObject({ state: 'checking', format: 'ndjson', bytes: text.length });
  expect(woken).toEqual([row.id]);
  await run(row.id);
  expect(await imports.import(row.id)).toMatchObject({
    state: 'checked',
    checked: { recorded: 3 },
    bytesRead: text.length,
  });
});

it('a file that breaks off leaves nothing behind', async () => {
  await expect(bring(ndjson(3), new Error('the connection is gone'))).rejects.toThrow('the connection is gone');
  expect(await imports.imports()).toEqual([]);
  expect((await bring(ndjson(1))).state).toBe('checking');
});

it('a file that is cancelled after the last of it was kept is not checked, and whoever sent it is told', async () => {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(
      ndjson(1)
        .trimEnd()
        .padEnd(1024 * 1024),
    );
    const [row] = await imports.imports();
    expect(await imports.cancel(row?.id ?? '', 'ben')).toMatchObject({ ok: true });
  }
  const file = { fileName: 'sales.ndjson', format: null, kind: null, chunks: chunks() };
  expect(await imports.receive(file, 'ana')).toMatchObject({ ok: false, code: 'import-cancelled' });
  expect(woken).toEqual([]);
});

it('one that is stopped half-way goes on where it was: all are recorded and counted once', async () => {
  await shop.connect();
  await shop.books.startSync('2026-01-01', 'owner');
  const { id } = await bring(ndjson(2_500));
  await run(id);
  await imports.start(id, 'ben');
  await run(id, stoppingAtFirstBatch());
  expect(await imports.import(id)).toMatchObject({
    state: 'importing',
    itemsRead: 1_000,
    imported: { recorded: 1_000 },
  });
  await run(id);
  expect(await imports.import(id)).toMatchObject({
    ...{ state: 'done', startedBy: 'ben', itemsRead: 2_500 },
    imported: { recorded: 2_500, duplicate: 0, conflict: 0, invalid: 0 },
  });
  expect((await recordedEvents()).ready).toBe(2_500);
});

it('two workers at once record and count each event once', async () => {
  const { id } = await bring(ndjson(2_500));
  await run(id);
  await imports.start(id, 'ben');
  // As if the lock of the one were lost while it lives on.
  ports = { ...ports, unlessUnderWay: (_what, work) => work() };
  await Promise.all([run(id), run(id)]);
  await run(id);
  expect(await imports.import(id)).toMatchObject({ state: 'done', imported: { recorded: 2_500, duplicate: 0 } });
  expect((await recordedEvents())['never-synced']).toBe(2_500);
});

it('two workers at once that both check a file come to an end, and count each event once', async () => {
  const { id } = await bring(ndjson(2_500));
  let readings = 0;
  ports = {
    ...ports,
    unlessUnderWay: (_what, work) => work(),
    files: {
      ...ports.files,
      items: (...of) => {
        readings += 1;
        return importFiles.items(...of);
      },
    },
  };
  await Promise.all([run(id), run(id)]);
  expect(await imports.import(id)).toMatchObject({ state: 'checked', checked: { recorded: 2_500 }, itemsRead: 2_500 });
  expect(readings).toBe(2);
});

it('one that is started while its check is not quite over is recorded all the same, and whoever comes too late says so', async () => {
  const { id } = await bring(ndjson(3));
  ports = {
    ...ports,
    unlessUnderWay: (what, work) =>
      test.storage.unlessUnderWay(what, async () => {
        const done = await work();
        expect(await run(id)).toBe('under-way');
        return done;
      }),
  };
  const { storage } = ports;
  ports = {
    ...ports,
    storage: {
      transaction: async (companyId, work) => {
        const answer = await storage.transaction(companyId, work);
        if ((await imports.import(id))?.state === 'checked') await imports.start(id, 'ben');
        return answer;
      },
    },
  };
  expect(await run(id)).toBe('rests');
  expect(await imports.import(id)).toMatchObject({ state: 'done', imported: { recorded: 3 } });
});

it('one that is cancelled while it is recorded stops at the batch: what is recorded stays', async () => {
  await shop.connect();
  await shop.books.startSync('2026-01-01', 'owner');
  const { id } = await bring(ndjson(2_500));
  await run(id);
  await imports.start(id, 'ben');
  ports = { ...ports, wake: async () => void (await imports.cancel(id, 'cleo')) };
  await run(id);
  expect(await imports.import(id)).toMatchObject({
    state: 'cancelled',
    cancelledBy: 'cleo',
    imported: { recorded: 1_000 },
  });
  expect((await recordedEvents()).ready).toBe(1_000);
  expect(await imports.preview(id)).toBeNull();
});

it('a check that was cut off begins anew, and counts nothing twice', async () => {
  const { id } = await bring(`${ndjson(1_500)}no event\n`);
  let transactions = 0;
  const cut: RunPorts = {
    ...ports,
    storage: {
      transaction: (companyId, work) => {
        transactions += 1;
        if (transactions === 6) throw new Error('the process dies');
        return ports.storage.transaction(companyId, work);
      },
    },
  };
  await expect(runImport(cut, { companyId: shop.companyId, importId: id, stopping: never })).rejects.toThrow('dies');
  expect(await imports.import(id)).toMatchObject({ state: 'checking' });
  await run(id);
  expect(await imports.import(id)).toMatchObject({
    state: 'checked',
    checked: { recorded: 1_500, invalid: 1 },
    problems: 1,
  });
  expect(await imports.problems(id, { after: 0, limit: 10 })).toMatchObject([
    { place: 'line 1501', value: '(not JSON) no event' },
  ]);
});

it('what nobody goes on with is ended: a file that stopped coming in, and one that nobody starts', async () => {
  const { id } = await bring(ndjson(1));
  await run(id);
  const mine = async () =>
    (await test.storage.importsToRun(leftBefore(test.clock.now()))).filter(
      ({ companyId }) => companyId === shop.companyId,
    );
  expect(await mine()).toEqual([]);
  test.clock.advance(8 * 24 * 60 * 60_000);
  expect(await mine()).toEqual([{ companyId: shop.companyId, importId: id }]);
  await run(id);
  expect(await imports.import(id)).toMatchObject({ state: 'cancelled', cancelledBy: 'Tillbook' });

  const at = test.clock.now();
  const left = ports.newId(at);
  await ports.storage.transaction(shop.companyId, (store) =>
    store.imports.begin({ id: left, fileName: 'half.csv', who: 'ana', at }),
  );
  test.clock.advance(3 * 60_000);
  expect(await mine()).toEqual([{ companyId: shop.companyId, importId: left }]);
  await run(left);
  expect(await imports.import(left)).toBeNull();
});

it('a file that stopped coming in is in nobody’s way', async () => {
  const at = test.clock.now();
  await ports.storage.transaction(shop.companyId, (store) =>
    store.imports.begin({ id: ports.newId(at), fileName: 'half.csv', who: 'ana', at }),
  );
  await expect(bring(ndjson(1))).rejects.toThrow('half.csv, brought by ana, is open');
  test.clock.advance(3 * 60_000);
  expect((await bring(ndjson(1))).state).toBe('checking');
});
