// Built journal entries: computed from event and mapping, stored so that what is sent can be explained line by line.
import { type SqlBool, sql, type Transaction } from 'kysely';
import type { JournalEntry, JournalLine } from '../journal/journal-entry.ts';
import type { Mapping } from '../journal/mapping.ts';
import type { PostingStoring } from '../pipeline/storage-port.ts';
import { readMapping } from './chart.ts';
import type { Tables } from './tables.ts';

type EntryStoring = Pick<PostingStoring, 'entries' | 'saveEntries' | 'removeEntries'>;
type Built = { readonly postingId: string; readonly entry: JournalEntry };

export function entryStoring(trx: Transaction<Tables>, companyId: string): EntryStoring {
  const removeEntries = async (postingIds: readonly string[]): Promise<void> => {
    if (postingIds.length === 0) return;
    await sql`delete from tillbook.journal_entry
      where company_id = ${companyId} and posting_id = any(${[...postingIds]}::uuid[])`.execute(trx);
  };
  return {
    removeEntries,
    async saveEntries(built, now) {
      if (built.length === 0) return;
      await removeEntries(built.map((one) => one.postingId));
      await insertEntries(trx, { companyId, built, now });
      await insertLines(trx, companyId, built);
    },
    entries: (postingIds) => readEntries(trx, companyId, postingIds),
  };
}

const sideTotal = (entry: JournalEntry, side: 'debit' | 'credit'): string =>
  entry.lines.reduce((sum, line) => (line.side === side ? sum + line.amountMinor : sum), 0n).toString();

async function insertEntries(
  trx: Transaction<Tables>,
  batch: { companyId: string; built: readonly Built[]; now: Date },
): Promise<void> {
  const column = <T>(pick: (entry: JournalEntry) => T): T[] => batch.built.map((one) => pick(one.entry));
  await sql`
    insert into tillbook.journal_entry (company_id, posting_id, business_date, location, currency, exchange_rate, memo,
      debit_minor, credit_minor, built_at)
    select ${batch.companyId}::uuid, given.*, ${batch.now}::timestamptz
    from unnest(
      ${batch.built.map((one) => one.postingId)}::uuid[],
      ${column((entry) => entry.businessDate)}::date[],
      ${column((entry) => entry.location)}::text[],
      ${column((entry) => entry.currency)}::text[],
      ${column((entry) => entry.exchangeRate)}::numeric[],
      ${column((entry) => entry.memo)}::text[],
      ${column((entry) => sideTotal(entry, 'debit'))}::bigint[],
      ${column((entry) => sideTotal(entry, 'credit'))}::bigint[]
    ) as given`.execute(trx);
}

async function insertLines(trx: Transaction<Tables>, companyId: string, built: readonly Built[]): Promise<void> {
  const lines = built.flatMap(({ postingId, entry }) =>
    entry.lines.map((line, index) => ({ line, postingId, entry, lineNumber: index + 1 })),
  );
  const column = <T>(pick: (one: (typeof lines)[number]) => T): T[] => lines.map(pick);
  await sql`
    insert into tillbook.journal_line (company_id, posting_id, line_number, role, subject, account_id, side, amount_minor,
      location, business_date, rule, mapping_id, sources)
    select ${companyId}::uuid, given.*
    from unnest(
      ${column((one) => one.postingId)}::uuid[],
      ${column((one) => one.lineNumber)}::integer[],
      ${column(({ line }) => line.role)}::text[],
      ${column(({ line }) => line.subject)}::text[],
      ${column(({ line }) => line.accountId)}::text[],
      ${column(({ line }) => line.side)}::text[],
      ${column(({ line }) => line.amountMinor.toString())}::bigint[],
      ${column(({ line }) => line.location)}::text[],
      ${column(({ entry }) => entry.businessDate)}::date[],
      ${column(({ line }) => line.rule)}::text[],
      ${column(({ line }) => line.mapping?.saved?.id ?? null)}::uuid[],
      ${column(({ line }) => JSON.stringify(line.from))}::jsonb[]
    ) as given`.execute(trx);
}

async function readEntries(
  trx: Transaction<Tables>,
  companyId: string,
  postingIds: readonly string[],
): Promise<ReadonlyMap<string, JournalEntry>> {
  if (postingIds.length === 0) return new Map();
  const ofThese = sql<SqlBool>`posting_id = any(${[...postingIds]}::uuid[])`;
  const entries = await trx
    .selectFrom('tillbook.journal_entry')
    .selectAll()
    .where('company_id', '=', companyId)
    .where(ofThese)
    .execute();
  const lines = await trx
    .selectFrom('tillbook.journal_line')
    .selectAll()
    .where('company_id', '=', companyId)
    .where(ofThese)
    .orderBy('posting_id')
    .orderBy('line_number')
    .execute();
  const mappings = await readMappings(trx, companyId, lines);
  const byPosting = new Map<string, JournalLine[]>(entries.map((entry) => [entry.posting_id, []]));
  for (const line of lines) {
    byPosting.get(line.posting_id)?.push({
      rule: line.rule,
      role: line.role,
      subject: line.subject,
      side: line.side,
      amountMinor: line.amount_minor,
      location: line.location,
      from: line.sources,
      accountId: line.account_id,
      mapping: line.mapping_id === null ? null : (mappings.get(line.mapping_id) ?? null),
    });
  }
  return new Map(
    entries.map((entry) => {
      const entryLines = byPosting.get(entry.posting_id) ?? [];
      return [
        entry.posting_id,
        {
          events: [...new Set(entryLines.flatMap((line) => line.from.map((source) => source.key)))],
          businessDate: entry.business_date,
          location: entry.location,
          currency: entry.currency,
          exchangeRate: entry.exchange_rate === null ? null : trimRate(entry.exchange_rate),
          memo: entry.memo,
          lines: entryLines,
        },
      ];
    }),
  );
}

/** As they were when the lines were built, ended since or not. */
async function readMappings(
  trx: Transaction<Tables>,
  companyId: string,
  lines: readonly { readonly mapping_id: string | null }[],
): Promise<ReadonlyMap<string, Mapping>> {
  const ids = [...new Set(lines.flatMap((line) => line.mapping_id ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('tillbook.mapping')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('mapping_id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.mapping_id, readMapping(row)]));
}

/** numeric(20, 10) pads with zeros; the rate is shown and sent as the till gave it. */
const trimRate = (rate: string): string => (rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate);
