// What the auditor looks at: what Tillbook says of each event, which entry it says it is in, and what QuickBooks holds.
import type pg from 'pg';
import type { DriftView } from '../../src/pipeline/drift-port.ts';
import { expectedTotals, type SideTotals } from './expected-lines.ts';
import { type AuditedBooks, lookAtBooks } from './kept-books.ts';
import { allDays } from './owner.ts';
import type { Shop } from './shop.ts';

interface Posting {
  readonly id: string;
  readonly state: string;
  readonly documentNumber: string | null;
  readonly quickbooksId: string | null;
  /** Of the QuickBooks company that it was sent to. */
  readonly realmId: string | null;
  /** Of the body that was sent. */
  readonly marker: string | null;
  readonly eventKeys: readonly string[];
}

export interface Audited {
  readonly shop: Shop;
  /** What a person sees of each event. */
  readonly statuses: ReadonlyMap<string, string>;
  readonly causes: ReadonlyMap<string, readonly string[]>;
  readonly postings: readonly Posting[];
  /** By QuickBooks' id, the companies in which the books are or were kept. */
  readonly books: ReadonlyMap<string, AuditedBooks>;
  readonly drifts: readonly DriftView[];
  /** Ids of postings that are not under the mapping of now, as Tillbook names them with a reason each. */
  readonly staying: ReadonlySet<string>;
  /** Not staying, and not under the mapping of now either. */
  readonly leftBehind: number;
  expected(key: string): SideTotals | null;
}

export async function look(shop: Shop, database: pg.Pool): Promise<Audited> {
  const { books, plan, given } = shop;
  const { events } = await books.listEvents({ limit: 500 });
  const statuses = new Map(events.map(({ key, status }) => [key, status]));
  const causes = new Map<string, readonly string[]>();
  for (const { id, key, status } of events) {
    if (status !== 'action-required' && status !== 'failed') continue;
    causes.set(key, (await books.event(id))?.causes.map(({ message }) => message) ?? []);
  }
  const { drift: drifts } = await books.drift({ settled: false, cursor: null, limit: 100 });
  const underNow = await lookUnderMappingOfNow(shop);
  // What is asked past Tillbook comes last: it takes no turns.
  return {
    shop,
    books: await lookAtBooks(shop),
    statuses,
    causes,
    postings: await readPostings(database, shop.companyId),
    drifts,
    ...underNow,
    expected(key) {
      const event = given.get(key);
      if (event === undefined) return null;
      const original = given.get(targetOf(shop, key) ?? '') ?? null;
      return expectedTotals(event, { gross: plan.gross, original, decimals: plan.currency === 'KWD' ? 3 : 2 });
    },
  };
}

/** What would be posted again, if all of it were: after a repost of everything nothing but what has to stay. */
async function lookUnderMappingOfNow({ books, plan }: Shop): Promise<Pick<Audited, 'staying' | 'leftBehind'>> {
  const staying = new Set<string>();
  if (plan.remapped.length === 0) return { staying, leftBehind: 0 };
  const shown = await books.previewPeriod(allDays, { cursor: null, limit: 500 });
  if (!shown.ok) throw new Error(`No period can be looked at: ${shown.message}`);
  for (const { postingId } of shown.stays) staying.add(postingId);
  return { staying, leftBehind: shown.changing };
}

/** What a void takes back: of a till's void, the version that stands by then. */
export function targetOf({ given, standing }: Shop, key: string): string | undefined {
  const reverses = given.get(key)?.reverses;
  if (reverses === undefined || key.startsWith('reversal/')) return reverses;
  return standing.get(reverses) ?? reverses;
}

/** Which entry each event is in: the only thing that is taken from Tillbook's own word, and checked against QuickBooks'. */
async function readPostings(database: pg.Pool, companyId: string): Promise<readonly Posting[]> {
  const { rows } = await database.query<{
    posting_id: string;
    state: string;
    document_number: string | null;
    quickbooks_id: string | null;
    realm_id: string | null;
    marker: string | null;
    keys: string[];
  }>(
    `select posting_id, state, document_number, quickbooks_id, realm_id, substring(sent.body from 'tillbook:[0-9a-f/-]+') as marker, array_agg(event_key order by event_key) filter (where event_key is not null) as keys
     from tillbook.posting left join tillbook.posting_body sent using (company_id, posting_id)
     left join tillbook.event_with_status event on event.company_id = posting.company_id
       and event.posting_key = posting.posting_key and event.status <> 'handled-outside'
       and (posting_parts is null or part = any(posting_parts))
     where posting.company_id = $1 group by 1, 2, 3, 4, 5, 6 order by 1`,
    [companyId],
  );
  return rows.map((row) => ({
    id: row.posting_id,
    state: row.state,
    documentNumber: row.document_number,
    quickbooksId: row.quickbooks_id,
    realmId: row.realm_id,
    marker: row.marker,
    eventKeys: row.keys ?? [],
  }));
}
