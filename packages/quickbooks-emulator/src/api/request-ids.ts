// Request ids: the first answer is kept, and a repeat is given it again without anything being done.
import { createHash } from 'node:crypto';
import type { Company } from '../company/companies.ts';
import type { Settings } from '../company/settings.ts';
import type { Emulator } from '../emulator.ts';
import { objectOf } from '../entities/definition.ts';
import { type Call, headerOf, jsonReply, type Reply } from '../http/exchange.ts';
import { partsOf } from '../http/multipart.ts';
import { ApiFault, fault } from './fault.ts';
import { faultReply } from './fault-reply.ts';
import { bodyOf } from './request-body.ts';
import { callName } from './requests.ts';

interface Doing {
  readonly call: Call;
  readonly company: Company;
  readonly resource: readonly string[];
  /** Does the work, or throws its fault. */
  done(): Reply;
}

interface KeptReply {
  readonly status: number;
  readonly body: string;
  readonly fingerprint: string | null;
}

export function doneOnce(emulator: Emulator, { call, company, resource, done }: Doing): Reply {
  const key = keyOf(call, resource);
  if (key === null) return done();
  const { store, clock } = emulator;
  const { realmId, settings } = company;
  const sql = 'SELECT status, body, fingerprint FROM replies WHERE realm_id = ? AND request_id = ?';
  const kept = store.get<KeptReply>(sql, realmId, key);
  const fingerprint = fingerprintOf(call, resource);
  if (kept) return replayed(kept, fingerprint, settings);
  const keep = (reply: Reply): Reply => {
    store.run(
      'INSERT INTO replies (realm_id, request_id, status, body, answered_at, fingerprint) VALUES (?, ?, ?, ?, ?, ?)',
      ...[realmId, key, reply.status, reply.body, clock.now(), fingerprint],
    );
    return reply;
  };
  try {
    return keep(done());
  } catch (error) {
    // Checks come before the first write, so a fault leaves nothing to take back.
    if (!(error instanceof ApiFault) || !settings.replayFaults) throw error;
    return keep(faultReply(error, clock.now()));
  }
}

function replayed({ status, body, fingerprint: first }: KeptReply, fingerprint: string, settings: Settings): Reply {
  // What a file of before holds has none, and passes for the same.
  const isReused = first !== null && first !== fingerprint;
  if (settings.repeatedRequestId === 'fault-600' || (isReused && settings.reusedRequestId === 'fault-600')) {
    throw fault('600', 'Duplicate Request ID', 'The request id has been used before');
  }
  return { ...jsonReply(status, null), body };
}

const requestIdLengthMax = 50;
const batchRequestIdLengthMax = 36;

/** The key under which the answer is kept for a repeat; a batch is the same only with the same item ids. */
function keyOf(call: Call, resource: readonly string[]): string | null {
  const requestId = call.query.get('requestid');
  if (requestId === null || requestId === '') return null;
  const isBatch = callName(resource) === 'batch';
  const max = isBatch ? batchRequestIdLengthMax : requestIdLengthMax;
  if (requestId.length > max) {
    const detail = `Request id may have at most ${max} characters. Supplied:${requestId.length}`;
    throw fault('2130', 'Invalid Request Id Format', detail);
  }
  if (!isBatch) return requestId;
  const items = bodyOf(call).BatchItemRequest;
  const ids = Array.isArray(items) ? items.map((item: unknown) => String(objectOf(item)?.bId ?? '')) : [];
  return `${requestId}\n${ids.sort().join('\n')}`;
}

/** What was asked: where, which operation, and the body as it came, but for the boundary that each upload draws anew. */
function fingerprintOf(call: Call, resource: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify([resource, call.query.get('operation')]).toLowerCase());
  const parts = partsOf(headerOf(call, 'content-type'), call.bytes);
  if (!parts) return hash.update(call.bytes).digest('base64url');
  for (const { name, fileName, contentType, bytes } of parts) {
    hash.update(JSON.stringify([name, fileName, contentType, bytes.length])).update(bytes);
  }
  return hash.digest('base64url');
}
