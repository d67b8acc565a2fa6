// Reads built journal entries: whole, with the first sources of each line, or one event's share of what many share.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { JournalLine, LineDimensions, LineSource } from '../journal/journal-entry.ts';
import type { Mapping } from '../journal/mapping.ts';
import type { EntryToWrite } from '../pipeline/ledger-port.ts';
import type { EntryHead, EntryShare, PostingStoring } from '../pipeline/posting-port.ts';
import { readMapping } from './chart.ts';
import type { StoredSource, Tables } from './tables.ts';

type EntryReading = Pick<
  PostingStoring,
  'entries' | 'entriesToWrite' | 'entryHeads' | 'shares' | 'totals' | 'lineSources' | 'overShort'
>;

/** A line as stored, with those of its sources that were asked for. */
interface LineRow {
  readonly posting_id: string;
  readonly rule: JournalLine['rule'];
  readonly role: JournalLine['role'];
  readonly subject: string | null;
  readonly side: JournalLine['side'];
  readonly amount_minor: bigint;
  readonly location: string;
  readonly account_id: string;
  readonly mapping_id: string | null;
  readonly sources: readonly StoredSource[];
  readonly source_count: number;
  readonly line_number: number;
  readonly dimensions: LineDimensions | null;
}

interface EntryToWriteRow {
  readonly posting_id: string;
  readonly business_date: string;
  readonly currency: string;
  readonly exchange_rate: string | null;
  readonly memo: string;
  readonly lines: readonly (readonly [
    role: JournalLine['role'],
    subject: string | null,
    side: JournalLine['side'],
    amountMinor: string,
    location: string,
    accountId: string,
    dimensions: LineDimensions | null,
  ])[];
}

export function entryReading(trx: Transaction<Tables>, companyId: string): EntryReading {
  return {
    async entries(postingIds) {
      const lines = await readLines(trx, { companyId, postingIds, sources: sql`sources` });
      return assemble(trx, { companyId, postingIds, lines });
    },
    entriesToWrite: (postingIds) => readEntriesToWrite(trx, companyId, postingIds),
    async entryHeads(postingIds, sourcesMax) {
      const first = sql`jsonb_path_query_array(sources, '$[0 to $last]', ${JSON.stringify({ last: sourcesMax - 1 })}::jsonb)`;
      const lines = await readLines(trx, { companyId, postingIds, sources: first });
      return assemble(trx, { companyId, postingIds, lines });
    },
    async shares(postingIds, eventKeys) {
      if (postingIds.length === 0 || eventKeys.length === 0) return new Map();
      const lines = await readShares(trx, { companyId, postingIds, eventKeys });
      const shares = new Map<string, ReadonlyMap<string, EntryShare>>();
      for (const eventKey of eventKeys) {
        const own = lines.filter((line) => line.sources[0]?.key === eventKey);
        const ids = [...new Set(own.map((line) => line.posting_id))];
        if (ids.length > 0) shares.set(eventKey, await assemble(trx, { companyId, postingIds: ids, lines: own }));
      }
      return shares;
    },
    ...figures(trx, companyId),
  };
}

function figures(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<EntryReading, 'totals' | 'lineSources' | 'overShort'> {
  return {
    async totals(postingIds) {
      if (postingIds.length === 0) return new Map();
      const rows = await trx
        .selectFrom('tillbook.journal_entry')
        .select(['posting_id', 'debit_minor', 'currency'])
        .where('company_id', '=', companyId)
        .where(sql<SqlBool>`posting_id = any(${[...postingIds]}::uuid[])`)
        .execute();
      return new Map(
        rows.map((row) => [row.posting_id, { amountMinor: row.debit_minor, currency: row.currency }] as const),
      );
    },
    async lineSources({ postingId, line, offset, limit }) {
      const found = await sql<{ sources: readonly StoredSource[]; currency: string; total: number; amount: bigint }>`
        select jsonb_path_query_array(line.sources, '$[$first to $last]',
            jsonb_build_object('first', ${offset}::integer, 'last', ${offset + limit - 1}::integer)) as sources,
          entry.currency, jsonb_array_length(line.sources) as total, line.amount_minor as amount
        from tillbook.journal_line line join tillbook.journal_entry entry using (company_id, posting_id)
        where line.company_id = ${companyId} and line.posting_id = ${postingId} and line.line_number = ${line}`.execute(
        trx,
      );
      const row = found.rows[0];
      if (row === undefined) return null;
      // A line of one source may leave out that its share is everything.
      const sources = row.sources.map(readSource).map((source) => ({ amountMinor: row.amount, ...source }));
      return { sources, currency: row.currency, total: row.total };
    },
    async overShort(monthsMax) {
      const found = await sql<{ month: string; currency: string; tickets: number; over: bigint; short: bigint }>`
        select to_char(line.business_date, 'YYYY-MM') as month, entry.currency, count(*)::integer as tickets,
          coalesce(sum(share.amount) filter (where line.side = 'credit'), 0)::bigint as over,
          coalesce(sum(share.amount) filter (where line.side = 'debit'), 0)::bigint as short
        from tillbook.journal_line line
        join tillbook.journal_entry entry using (company_id, posting_id)
        cross join lateral (
          select coalesce((source->>'amountMinor')::bigint, line.amount_minor) as amount
          from jsonb_array_elements(line.sources) as source where source->>'pointer' = ''
        ) share
        where line.company_id = ${companyId} and line.role = 'over-short'
        group by 1, 2 order by 1 desc, 2 limit ${monthsMax}`.execute(trx);
      return found.rows.map(({ month, currency, tickets, over, short }) => ({
        ...{ month, currency, tickets },
        overMinor: over,
        shortMinor: short,
      }));
    },
  };
}

async function readLines(
  trx: Transaction<Tables>,
  of: { companyId: string; postingIds: readonly string[]; sources: RawBuilder<unknown> },
): Promise<readonly LineRow[]> {
  if (of.postingIds.length === 0) return [];
  const found = await sql<LineRow>`
    select posting_id, rule, role, subject, side, amount_minor, location, account_id, mapping_id,
      ${of.sources} as sources, jsonb_array_length(sources) as source_count, line_number, dimensions
    from tillbook.journal_line
    where company_id = ${of.companyId} and posting_id = any(${[...of.postingIds]}::uuid[])
    order by posting_id, line_number`.execute(trx);
  return found.rows;
}

/** A line for each source of these events, with the amount that is the event's own. */
async function readShares(
  trx: Transaction<Tables>,
  of: { companyId: string; postingIds: readonly string[]; eventKeys: readonly string[] },
): Promise<readonly LineRow[]> {
  const found = await sql<LineRow>`
    select posting_id, rule, role, subject, side, coalesce((source->>'amountMinor')::bigint, amount_minor) as amount_minor,
      location, account_id, mapping_id, jsonb_build_array(source) as sources, 1 as source_count,
      line_number, dimensions
    from tillbook.journal_line
      cross join lateral jsonb_array_elements(sources) with ordinality as single (source, place)
    where company_id = ${of.companyId} and posting_id = any(${[...of.postingIds]}::uuid[])
      and source->>'key' = any(${[...of.eventKeys]}::text[])
    order by posting_id, line_number, place`.execute(trx);
  return found.rows;
}

/** Before sending, thirty at a time: one row an entry, and nothing of where its lines came from. */
async function readEntriesToWrite(
  trx: Transaction<Tables>,
  companyId: string,
  postingIds: readonly string[],
): Promise<ReadonlyMap<string, EntryToWrite>> {
  const found = await sql<EntryToWriteRow>`
    select posting_id, entry.business_date, currency, exchange_rate, memo, lines
    from tillbook.journal_entry entry
    cross join lateral (
      select json_agg(json_build_array(role, subject, side, amount_minor::text, line.location, account_id, dimensions)
        order by line_number) as lines
      from tillbook.journal_line line
      where line.company_id = entry.company_id and line.posting_id = entry.posting_id
    ) line
    where company_id = ${companyId} and posting_id = any(${[...postingIds]}::uuid[])`.execute(trx);
  return new Map(
    found.rows.map((row) => [
      row.posting_id,
      {
        businessDate: row.business_date,
        currency: row.currency,
        exchangeRate: row.exchange_rate === null ? null : trimRate(row.exchange_rate),
        memo: row.memo,
        lines: row.lines.map(([role, subject, side, amount, location, accountId, dimensions]) => ({
          ...{ role, subject, side, location, accountId },
          amountMinor: BigInt(amount),
          ...(dimensions !== null && { dimensions }),
        })),
      },
    ]),
  );
}

async function assemble(
  trx: Transaction<Tables>,
  of: { companyId: string; postingIds: readonly string[]; lines: readonly LineRow[] },
): Promise<ReadonlyMap<string, EntryHead & EntryShare>> {
  const { companyId, postingIds, lines } = of;
  if (postingIds.length === 0) return new Map();
  const entries = await trx
    .selectFrom('tillbook.journal_entry')
    .selectAll()
    .where('company_id', '=', companyId)
    .where(sql<SqlBool>`posting_id = any(${[...postingIds]}::uuid[])`)
    .execute();
  const mappings = await readMappings(trx, companyId, lines);
  const byPosting = new Map<string, ReadLine[]>(entries.map((entry) => [entry.posting_id, []]));
  for (const line of lines) byPosting.get(line.posting_id)?.push(journalLine(line, mappings));
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

type ReadLine = EntryHead['lines'][number] & EntryShare['lines'][number];

function journalLine(line: LineRow, mappings: ReadonlyMap<string, Mapping>): ReadLine {
  return {
    rule: line.rule,
    role: line.role,
    subject: line.subject,
    side: line.side,
    amountMinor: line.amount_minor,
    location: line.location,
    from: line.sources.map(readSource),
    fromCount: line.source_count,
    lineNumber: line.line_number,
    ...(line.dimensions !== null && { dimensions: line.dimensions }),
    accountId: line.account_id,
    mapping: line.mapping_id === null ? null : (mappings.get(line.mapping_id) ?? null),
  };
}

function readSource({ amountMinor, ...source }: StoredSource): LineSource {
  return amountMinor === undefined ? source : { ...source, amountMinor: BigInt(amountMinor) };
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
    .where(sql<SqlBool>`mapping_id = any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.mapping_id, readMapping(row)]));
}

/** numeric(20, 10) pads with zeros; the rate is shown and sent as the till gave it. */
const trimRate = (rate: string): string => (rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate);
