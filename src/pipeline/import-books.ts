// What a person does with imports: brings a file, looks at what it would be, starts it, and stops it.
import { RecentKeys } from '../events/recent-keys.ts';
import { audit } from './audit.ts';
import { checkEvents } from './check-events.ts';
import type { ImportAnswer, ImportBooks, ImportPreview, ImportRefusal, ImportRow } from './import-port.ts';
import type { ImportPorts } from './importing-ports.ts';
import { receiveFile } from './receive-file.ts';
import { complaintValue, inputsOf, judged } from './record-in-batches.ts';
import type { SourceItem } from './source-port.ts';
import type { CompanyStore } from './storage-port.ts';

const listedMax = 100;
const previewMax = 10;
/** Enough for the first rows, and no more than a piece of the file. */
const previewBytesMax = 256 * 1024;

const refused = (code: string, message: string): ImportRefusal => ({ ok: false, code, message });
const notFound = refused('import-not-found', 'There is no such import.');

export function openImports(ports: ImportPorts): (companyId: string) => ImportBooks {
  return (companyId) => {
    const inTransaction = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
      ports.storage.transaction(companyId, work);
    return {
      receive: (file, who) => receiveFile(ports, companyId, { file, who }),
      imports: () => inTransaction((store) => store.imports.list(listedMax)),
      import: (id) => inTransaction((store) => store.imports.read(id)),
      preview: (id) => preview(ports, companyId, id),
      problems: (id, page) =>
        inTransaction(async (store) =>
          (await store.imports.read(id)) === null ? null : store.imports.problems(id, page),
        ),
      async checkAgain(id, reading) {
        const answer = await changed(ports, companyId, id, async (store, row) => {
          if (row.state !== 'checked' && row.state !== 'checking') return notWaiting(row);
          const now = ports.clock.now();
          await store.imports.beginReading(id, { ...reading, state: 'checking', startedBy: null, now });
          return null;
        });
        if (answer.ok) await ports.wakeImport(companyId, id);
        return answer;
      },
      async start(id, who) {
        const answer = await changed(ports, companyId, id, async (store, row) => {
          const refusal = whyNotStarted(row);
          if (refusal !== null) return refusal;
          const { format, kind } = row;
          const now = ports.clock.now();
          await store.imports.beginReading(id, { format, kind, state: 'importing', startedBy: who, now });
          return null;
        });
        if (answer.ok) await ports.wakeImport(companyId, id);
        return answer;
      },
      cancel: (id, who) => changed(ports, companyId, id, (store, row) => cancelImport(ports, store, { row, who })),
    };
  };
}

/** Does `change` to the locked row, unless that refuses, and gives back what it has become. */
async function changed(
  ports: ImportPorts,
  companyId: string,
  id: string,
  change: (store: CompanyStore, row: ImportRow) => Promise<ImportRefusal | null>,
): Promise<ImportAnswer> {
  return ports.storage.transaction(companyId, async (store) => {
    const row = await store.imports.lock(id);
    if (row === null) return notFound;
    const refusal = await change(store, row);
    if (refusal !== null) return refusal;
    const after = await store.imports.read(id);
    if (after === null) throw new Error(`Import ${id} is gone in its own transaction.`);
    return { ok: true, import: after };
  });
}

function whyNotStarted(row: ImportRow): ImportRefusal | null {
  if (row.state !== 'checked') return notWaiting(row);
  if (row.torn > 0) {
    return refused(
      'import-torn',
      'The file is not put together as it must be, so none of it is recorded: put right what the problems name, and bring it again.',
    );
  }
  return null;
}

const notWaiting = ({ state }: ImportRow): ImportRefusal =>
  state === 'done' || state === 'cancelled'
    ? refused('import-ended', 'This import has ended. Bring the file again for another one.')
    : refused('import-under-way', 'This import is under way. Wait for it, or stop it.');

export async function cancelImport(
  ports: Pick<ImportPorts, 'clock' | 'newId'>,
  store: CompanyStore,
  { row, who }: { row: ImportRow; who: string },
): Promise<ImportRefusal | null> {
  if (row.state === 'done' || row.state === 'cancelled') return notWaiting(row);
  const now = ports.clock.now();
  await store.imports.saveState(row.id, { state: 'cancelled', cancelledBy: who, endedAt: now, now });
  await store.imports.dropFile(row.id);
  const inBooks = { recorded: row.imported?.recorded ?? 0 };
  await audit(ports, store, { who, action: 'import-cancelled', detail: { file: row.fileName }, inBooks });
  return null;
}

async function preview(ports: ImportPorts, companyId: string, id: string): Promise<ImportPreview | null> {
  const found = await ports.storage.transaction(companyId, async (store) => {
    const row = await store.imports.read(id);
    const piece = row === null || row.state === 'receiving' ? null : await store.imports.piece(id, 0);
    return row === null || piece === null ? null : { row, piece };
  });
  if (found === null) return null;
  const { row } = found;
  const head = found.piece.subarray(0, previewBytesMax);
  const items: SourceItem[] = [];
  for await (const item of ports.files.items(only(head), row)) {
    items.push(item);
    if (items.length > previewMax) break;
  }
  // Where the beginning ends, an event may be cut off.
  const isWhole = head.length === row.bytes;
  const shown = items.slice(0, isWhole ? previewMax : Math.min(previewMax, items.length - 1));
  const inputs = inputsOf(shown);
  const results = await checkEvents(ports, companyId, { inputs, earlier: new RecentKeys() });
  let next = 0;
  return {
    ...(await ports.files.rows(head, { format: row.format, limit: previewMax })),
    events: shown.map((item) => {
      const result = 'event' in item ? results[next++] : undefined;
      const { complaints } = judged([item], result === undefined ? [] : [result]);
      const isValid = 'event' in item && item.event.found.length === 0;
      return {
        place: 'event' in item ? item.event.place : item.problem.place,
        key: result?.key ?? null,
        event: isValid ? (result?.event ?? null) : null,
        problems: complaints.map(({ place, field, value, rule }) => {
          return { place, field, value: complaintValue(value), rule };
        }),
      };
    }),
  };
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
