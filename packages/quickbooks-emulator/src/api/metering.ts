// What Intuit charges for: reads that succeed. What its documents leave open is a setting.
import type { Settings } from '../company/settings.ts';
import { objectOf } from '../entities/definition.ts';
import { includesIn } from '../entities/includes.ts';
import { listIn } from '../entities/links.ts';
import type { Call, Reply } from '../http/exchange.ts';

interface Made {
  readonly call: Call;
  /** The call's name in lower case. */
  readonly name: string;
  /** As the service gave it, before it became XML. */
  readonly reply: Reply;
  readonly settings: Settings;
}

/** Plain reads: what a cap on metered calls refuses. */
export function isRead(call: Call, name: string): boolean {
  return call.method === 'GET' || name === 'query';
}

/** How many metered calls it was; 0 is free. */
export function meteredCalls({ call, name, reply, settings }: Made): number {
  if (reply.status < 200 || reply.status >= 400) return 0;
  if (isRead(call, name)) return 1;
  if (name === 'batch') return batchedQueries(reply, settings);
  if (name === 'upload') return Number(settings.uploadsMetered);
  const isRemoval = /^(delete|void)$/i.test(call.query.get('operation') ?? '') || includesIn(call.query).has('void');
  return Number(isRemoval && settings.deletesMetered);
}

function batchedQueries(reply: Reply, { batchedQueriesMetered }: Settings): number {
  if (batchedQueriesMetered === 'no') return 0;
  const items = listIn(objectOf(JSON.parse(reply.body))?.BatchItemResponse);
  const queries = items.filter((item) => 'QueryResponse' in item || 'CDCResponse' in item).length;
  return batchedQueriesMetered === 'each' ? queries : Math.min(queries, 1);
}
