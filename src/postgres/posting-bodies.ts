// The exact bytes that are sent for postings, beside their rows: those change several times on their way, and these are written once.
import { sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

interface PostingBody {
  readonly postingId: string;
  readonly body: string;
  readonly digest: Buffer;
}

/** A column of a query over `tillbook.posting`. */
export const bodyOfPosting = sql<string | null>`(select sent.body from tillbook.posting_body sent
  where sent.company_id = tillbook.posting.company_id and sent.posting_id = tillbook.posting.posting_id)`.as('body');

/** In the place of those that they had before. */
export async function saveBodies(
  trx: Transaction<Tables>,
  companyId: string,
  bodies: readonly PostingBody[],
): Promise<void> {
  await sql`
    insert into tillbook.posting_body (company_id, posting_id, body, digest)
    select ${companyId}::uuid, given.* from unnest(
      ${bodies.map(({ postingId }) => postingId)}::uuid[],
      ${bodies.map(({ body }) => body)}::text[],
      ${bodies.map(({ digest }) => digest)}::bytea[]
    ) as given
    on conflict (company_id, posting_id) do update set body = excluded.body, digest = excluded.digest`.execute(trx);
}
