// Writes the intents of postings that are ready: request id, document number and exact bytes, durable before anything is sent.
import { hash } from 'node:crypto';
import { batchItemId, batchRequestId, documentNumber, requestId } from '../posting/posting-key.ts';
import { chosenDimensions } from './chosen-dimensions.ts';
import type { ConnectionRow } from './connection-port.ts';
import { bodyWriter } from './entry-body.ts';
import { entryId } from './entry-id.ts';
import type { LaneOf } from './lane.ts';
import type { Intent, PostingRow } from './posting-port.ts';
import type { CompanyStore } from './storage-port.ts';

interface Writing {
  /** What each call carries. */
  readonly calls: readonly (readonly PostingRow[])[];
  /** False: each call carries one entry, by itself. */
  readonly batch: boolean;
  readonly connection: ConnectionRow;
  readonly now: Date;
}

export async function writeIntents(lane: LaneOf, store: CompanyStore, writing: Writing): Promise<readonly Intent[]> {
  const { ports, companyId } = lane;
  const { calls, batch, connection, now } = writing;
  const { realmId } = connection;
  const entries = await store.postings.entriesToWrite(calls.flat().map((posting) => posting.id));
  const chosen = await chosenDimensions(store, connection);
  const writeBody = await bodyWriter({ ledger: ports.ledgerOf(companyId), companyId, chosen }, store);
  const intents = calls.flatMap((postings) => {
    const batchId = batch ? ports.newId(now) : null;
    return postings.map((posting, index) => {
      const entry = entries.get(posting.id);
      if (entry === undefined) throw new Error(`Posting ${posting.id} is ready without an entry.`);
      const written = writeBody(posting, entry);
      if (!written.ok) throw new Error(`Posting ${posting.id} is ready and cannot be written: ${written.reason}`);
      const ofBatch = batchId === null ? null : { id: batchId, index, size: postings.length };
      return newIntent(posting, { body: written.body, realmId, batch: ofBatch });
    });
  });
  await store.postings.saveIntents(intents, now);
  return intents;
}

function newIntent(
  posting: PostingRow,
  request: { body: string; realmId: string; batch: { id: string; index: number; size: number } | null },
): Intent {
  const { body, realmId, batch } = request;
  const id = entryId(posting);
  return {
    postingId: posting.id,
    realmId,
    requestId: batch === null ? requestId(id, posting.attempt) : batchRequestId(batch.id),
    documentNumber: documentNumber(id),
    body,
    digest: hash('sha256', body, 'buffer'),
    batchId: batch?.id ?? null,
    batchItemId: batch === null ? null : batchItemId(batch.index),
    batchSize: batch?.size ?? null,
  };
}
