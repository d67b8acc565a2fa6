// Keeps a file of events as it comes in, a piece at a time, in the database: any host may check and record it then.

import {
  type ImportAnswer,
  type ImportRefusal,
  importBytesMax,
  importLinesMax,
  type ReceivedFile,
} from './import-port.ts';
import type { ImportPorts } from './importing-ports.ts';
import type { CompanyStore } from './storage-port.ts';

const pieceBytes = 1024 * 1024;
/** A file of which nothing came for this long is not being sent any more. */
export const receivingEndsMs = 2 * 60_000;
const newline = 0x0a;

export async function receiveFile(
  ports: ImportPorts,
  companyId: string,
  { file, who }: { file: ReceivedFile; who: string },
): Promise<ImportAnswer> {
  const inTransaction = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
    ports.storage.transaction(companyId, work);
  const at = ports.clock.now();
  const id = ports.newId(at);
  const begun = await inTransaction((store) => begin(store, { id, fileName: file.fileName, who, at }));
  if (!begun.ok) return begun;
  try {
    const refusal = await keep(ports, companyId, { id, file });
    if (refusal === null) {
      const row = await inTransaction((store) => store.imports.read(id));
      if (row === null) throw new Error(`Import ${id} is gone.`);
      await ports.wakeImport(companyId, id);
      return { ok: true, import: row };
    }
    await inTransaction((store) => store.imports.remove(id));
    return refusal;
  } catch (error) {
    await inTransaction((store) => store.imports.remove(id));
    throw error;
  }
}

async function begin(
  store: CompanyStore,
  row: { id: string; fileName: string; who: string; at: Date },
): Promise<{ ok: true } | ImportRefusal> {
  const open = await store.imports.open();
  // Whoever sent it was cut off together with this program.
  const isLeft = open?.state === 'receiving' && row.at.getTime() - open.touchedAt.getTime() > receivingEndsMs;
  if (isLeft) await store.imports.remove(open.id);
  const begun = await store.imports.begin(row);
  if (begun !== null) return begun;
  const which = open === null ? 'Another file' : `${open.fileName}, brought by ${open.who},`;
  const message = `${which} is open. One file is imported at a time: finish or cancel that one first.`;
  return { ok: false, code: 'import-open', message };
}

/** Null when all of it is kept, and is to be checked. */
async function keep(
  ports: ImportPorts,
  companyId: string,
  { id, file }: { id: string; file: ReceivedFile },
): Promise<ImportRefusal | null> {
  let bytes = 0;
  let lines = 0;
  let number = 0;
  let reading: Awaited<ReturnType<ImportPorts['files']['guess']>> | null = null;
  for await (const piece of pieces(file.chunks)) {
    bytes += piece.length;
    lines += linesIn(piece);
    if (bytes > importBytesMax || lines > importLinesMax) return tooLarge;
    reading ??= await ports.files.guess(piece, file);
    if (!reading.ok) return { ok: false, code: 'invalid-file', message: reading.rule };
    const kept = { number, bytes: piece, now: ports.clock.now() };
    const goesOn = await ports.storage.transaction(companyId, (store) => store.imports.addPiece(id, kept));
    if (!goesOn) return cancelled;
    number += 1;
  }
  if (reading === null) return empty;
  const { format, kind } = reading;
  const now = ports.clock.now();
  return ports.storage.transaction(companyId, async (store) => {
    if ((await store.imports.lock(id))?.state !== 'receiving') return cancelled;
    await store.imports.beginReading(id, { format, kind, state: 'checking', startedBy: null, now });
    return null;
  });
}

const empty: ImportRefusal = {
  ok: false,
  code: 'invalid-file',
  message: 'The file is empty: export it anew, and look that it has a header and rows.',
};
export const tooLarge: ImportRefusal = {
  ok: false,
  code: 'import-too-large',
  message:
    'A file may have 512 MiB and 5,000,000 lines: cut it in parts, by month for example, and import one after the other.',
};
const cancelled: ImportRefusal = { ok: false, code: 'import-cancelled', message: 'The import was cancelled.' };

/** Of one size but the last; nothing for a file without bytes. */
async function* pieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of chunks) {
    for (let rest = chunk; rest.length > 0; ) {
      const part = rest.subarray(0, pieceBytes - heldBytes);
      held.push(part);
      heldBytes += part.length;
      rest = rest.subarray(part.length);
      if (heldBytes < pieceBytes) continue;
      yield Buffer.concat(held);
      held = [];
      heldBytes = 0;
    }
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === newline) lines += 1;
  return lines;
}
