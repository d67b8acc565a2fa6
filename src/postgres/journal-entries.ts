// Built journal entries: computed from event and mapping, stored so that what is sent can be explained line by line.
import { sql, type Transaction } from 'kysely';
import type { JournalEntry, LineSource } from '../journal/journal-entry.ts';
import type { PostingStoring } from '../pipeline/posting-port.ts';
import { entryReading } from './entry-reading.ts';
import type { Tables } from './tables.ts';

type EntryStoring = ReturnType<typeof entryReading> & Pick<PostingStoring, 'saveEntries' | 'removeEntries'>;
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
    ...entryReading(trx, companyId),
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
      location, business_date, rule, mapping_id, sources, dimensions)
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
      ${column(({ line }) => writeSources(line.from))}::jsonb[],
      ${column(({ line: { dimensions } }) => (dimensions === undefined ? null : JSON.stringify(dimensions)))}::jsonb[]
    ) as given`.execute(trx);
}

/** Amounts as text: JSON has no whole numbers that large. */
function writeSources(sources: readonly LineSource[]): string {
  return JSON.stringify(
    sources.map(({ amountMinor, ...source }) =>
      amountMinor === undefined ? source : { ...source, amountMinor: amountMinor.toString() },
    ),
  );
}
