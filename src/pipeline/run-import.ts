// Checks or records the file of an import, a batch at a time, and goes on after a stop from where it was: what a worker does.
import { RecentKeys } from '../events/recent-keys.ts';
import { audit } from './audit.ts';
import { checkEvents } from './check-events.ts';
import type { CheckResult } from './company-books.ts';
import { cancelImport } from './import-books.ts';
import type { ImportProblem, ImportRow } from './import-port.ts';
import { addedTotals, totalsByKind } from './import-totals.ts';
import type { ImportPorts } from './importing-ports.ts';
import { receivingEndsMs } from './receive-file.ts';
import { recordBatch } from './record-events.ts';
import { addedCounts, batchesOf, type Complaint, complaintValue, inputsOf, judged } from './record-in-batches.ts';
import { noCounts, type SourceItem } from './source-port.ts';
import type { CompanyStore } from './storage-port.ts';

/** A checked file that nobody starts is kept this long. */
const checkedKeptMs = 7 * 24 * 60 * 60_000;

/** What was touched before is left by whoever had it. */
export function leftBefore(now: Date): { readonly receiving: Date; readonly checked: Date } {
  const before = (ms: number): Date => new Date(now.getTime() - ms);
  return { receiving: before(receivingEndsMs), checked: before(checkedKeptMs) };
}

export interface ImportRun {
  readonly companyId: string;
  readonly importId: string;
  readonly stopping: AbortSignal;
}

export interface RunPorts extends ImportPorts {
  wake(companyId: string): Promise<void>;
  /** Null where another process is at it. One that dies holds nothing. */
  unlessUnderWay<T>(what: string, work: () => Promise<T>): Promise<T | null>;
}

/** `under-way`: another is at it, and may be too far to see what was asked last. */
export async function runImport(ports: RunPorts, run: ImportRun): Promise<'rests' | 'under-way'> {
  const ran = await ports.unlessUnderWay(`import ${run.importId}`, async () => {
    // What was checked may have been started meanwhile.
    while (!run.stopping.aborted && (await runReading(ports, run)));
    return true;
  });
  return ran === null ? 'under-way' : 'rests';
}

/** True where it came to its end. It does not where there is nothing to read, or another has begun to, who then goes on. */
async function runReading(ports: RunPorts, run: ImportRun): Promise<boolean> {
  const row = await ports.storage.transaction(run.companyId, (store) => store.imports.read(run.importId));
  if (row?.state === 'checking') return check(ports, run, row);
  if (row?.state === 'importing') return record(ports, run, row);
  if (row !== null) await endLeft(ports, run);
  return false;
}

/** Nobody sends its bytes any more, or nobody started it. */
async function endLeft(ports: RunPorts, run: ImportRun): Promise<void> {
  await ports.storage.transaction(run.companyId, async (store) => {
    const row = await store.imports.lock(run.importId);
    const left = leftBefore(ports.clock.now());
    if (row?.state === 'receiving' && row.touchedAt < left.receiving) await store.imports.remove(row.id);
    if (row?.state === 'checked' && row.touchedAt < left.checked) {
      await cancelImport(ports, store, { row, who: 'Tillbook' });
    }
  });
}

/** From the beginning, also after a stop: what was told of it is told anew. */
async function check(ports: RunPorts, run: ImportRun, found: ImportRow): Promise<boolean> {
  const { companyId, importId } = run;
  const now = ports.clock.now();
  const begun = await ports.storage.transaction(companyId, async (store) => {
    const row = await store.imports.lock(importId);
    if (row?.state !== 'checking') return null;
    await store.imports.beginReading(importId, { ...row, state: 'checking', startedBy: null, now });
    return row;
  });
  if (begun === null) return false;
  const file = openFile(ports, run, begun);
  const earlier = new RecentKeys();
  let itemsRead = 0;
  for await (const batch of batchesOf(file.items())) {
    const inputs = inputsOf(batch);
    const results = await checkEvents(ports, companyId, { inputs, earlier });
    const bytesRead = file.bytesRead();
    const goesOn = await ports.storage.transaction(companyId, async (store) => {
      const row = await rowAt(store, { ...begun, itemsRead });
      if (row !== null) await saveChecked(ports, store, { row, batch, results, bytesRead });
      return row !== null;
    });
    if (!goesOn || run.stopping.aborted) return false;
    itemsRead += batch.length;
  }
  return ports.storage.transaction(companyId, async (store) => {
    const row = await store.imports.lock(importId);
    if (row?.state !== 'checking' || row.itemsRead !== itemsRead || !sameReading(row, found)) return false;
    await store.imports.saveState(importId, { state: 'checked', cancelledBy: null, endedAt: null, now });
    return true;
  });
}

/** Events and how far it is are saved together: what is counted is recorded, and counted once. */
async function record(ports: RunPorts, run: ImportRun, begun: ImportRow): Promise<boolean> {
  const { companyId, importId } = run;
  const file = openFile(ports, run, begun);
  let itemsRead = begun.itemsRead;
  for await (const batch of batchesOf(after(file.items(), begun.itemsRead))) {
    const taken = await ports.storage.transaction(companyId, (store) =>
      recordNext(ports, store, { batch, was: { ...begun, itemsRead }, bytesRead: file.bytesRead() }),
    );
    if (taken === null) return false;
    if (taken.toPost) await ports.wake(companyId);
    if (run.stopping.aborted) return false;
    itemsRead += batch.length;
  }
  return ports.storage.transaction(companyId, async (store) => {
    const row = await store.imports.lock(importId);
    if (row?.state !== 'importing' || row.itemsRead !== itemsRead) return false;
    const now = ports.clock.now();
    await store.imports.saveState(importId, { state: 'done', cancelledBy: null, endedAt: now, now });
    await store.imports.dropFile(importId);
    const { recorded = 0, duplicate, conflict, invalid } = row.imported ?? {};
    const detail = { file: row.fileName, duplicate, conflict, invalid };
    await audit(ports, store, {
      who: row.startedBy ?? row.who,
      action: 'file-imported',
      detail,
      inBooks: { recorded },
    });
    return true;
  });
}

async function recordNext(
  ports: RunPorts,
  store: CompanyStore,
  of: { batch: readonly SourceItem[]; was: ImportRow; bytesRead: number },
): Promise<{ toPost: boolean } | null> {
  const { batch, was, bytesRead } = of;
  const row = await rowAt(store, was);
  if (row === null) return null;
  const { results, toPost } = await recordBatch(ports, store, inputsOf(batch));
  const { counts, complaints } = judged(batch, results);
  await store.imports.saveProgress(row, {
    ...row,
    bytesRead,
    itemsRead: row.itemsRead + batch.length,
    imported: addedCounts(row.imported ?? noCounts(), counts),
    found: complaints.map(keptProblem),
    now: ports.clock.now(),
  });
  return { toPost };
}

async function saveChecked(
  ports: RunPorts,
  store: CompanyStore,
  of: { row: ImportRow; batch: readonly SourceItem[]; results: readonly CheckResult[]; bytesRead: number },
): Promise<void> {
  const { row, batch, results, bytesRead } = of;
  const { counts, complaints } = judged(batch, results);
  const isSound = batch.flatMap((item) => ('event' in item ? [item.event.found.length === 0] : []));
  const isNew = results.flatMap(({ status, event }, at) =>
    status === 'new' && event !== null && isSound[at] === true ? [event] : [],
  );
  const torn = batch.filter((item) => 'problem' in item || item.event.found.length > 0).length;
  await store.imports.saveProgress(row, {
    ...row,
    bytesRead,
    itemsRead: row.itemsRead + batch.length,
    checked: addedCounts(row.checked ?? noCounts(), counts),
    kinds: addedTotals(row.kinds, totalsByKind(isNew)),
    torn: row.torn + torn,
    found: complaints.map(keptProblem),
    now: ports.clock.now(),
  });
}

/** Locked; null: it was cancelled, or is read otherwise, or another worker is further. */
async function rowAt(store: CompanyStore, was: ImportRow): Promise<ImportRow | null> {
  const row = await store.imports.lock(was.id);
  const isThere = row?.state === was.state && row.itemsRead === was.itemsRead && sameReading(row, was);
  return isThere ? row : null;
}

const sameReading = (one: ImportRow, other: ImportRow): boolean =>
  one.format === other.format && one.kind === other.kind;

const keptProblem = ({ place, field, key, value, rule }: Complaint): Omit<ImportProblem, 'number'> => {
  return { place, field, key, rule, value: complaintValue(value) };
};

function openFile(ports: RunPorts, { companyId, importId }: ImportRun, row: ImportRow) {
  let bytesRead = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let number = 0; ; number += 1) {
      const piece = await ports.storage.transaction(companyId, (store) => store.imports.piece(importId, number));
      if (piece === null) return;
      bytesRead += piece.length;
      yield piece;
    }
  }
  return { bytesRead: () => bytesRead, items: () => ports.files.items(chunks(), row) };
}

async function* after(items: AsyncIterable<SourceItem>, count: number): AsyncGenerator<SourceItem> {
  let passed = 0;
  for await (const item of items) {
    if (passed >= count) yield item;
    else passed += 1;
  }
}
