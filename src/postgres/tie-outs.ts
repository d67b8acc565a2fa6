// Tie-out in the database: ours by account and month, registers as they were read, QuickBooks' own in them, and what was tied out.
import { sql, type Transaction } from 'kysely';
import type { BuiltLine, RegisterLine, TieOutStoring } from '../pipeline/tie-out-port.ts';
import type { Tables } from './tables.ts';

const postingDate = sql`coalesce(posting.posting_date, posting.business_date)`;
const signed = sql`case line.side when 'debit' then line.amount_minor else -line.amount_minor end`;

export function tieOutStoring(trx: Transaction<Tables>, companyId: string): TieOutStoring {
  return {
    ...oursReading(trx, companyId),
    ...registerStoring(trx, companyId),
    ...besideReading(trx, companyId),
    ...saidStoring(trx, companyId),
  };
}

interface SumRow {
  readonly account_id: string;
  readonly month: string;
  readonly first_day: string;
  readonly currency: string;
  readonly exchange_rate: string | null;
  readonly each_minor: string | null;
  readonly lines: number;
  readonly accepted_lines: number;
  readonly sum_minor: string;
  readonly last_accepted_at: Date | null;
}

interface LineRow {
  readonly date: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly exchange_rate: string | null;
  readonly document_number: string | null;
  readonly posting_key: string;
  readonly quickbooks_id: string | null;
}

type OursReading = Pick<TieOutStoring, 'accountsOfRoles' | 'sums' | 'lines' | 'drifts'>;

function oursReading(trx: Transaction<Tables>, companyId: string): OursReading {
  /** What another company at QuickBooks accepted is in its books, and what a person took out is in nobody's. */
  const ours = (realmId: string, except: readonly string[]) => sql`
    from tillbook.journal_line line
    join tillbook.posting using (company_id, posting_id)
    join tillbook.journal_entry entry using (company_id, posting_id)
    where line.company_id = ${companyId} and posting.state not in ('handled-outside', 'nothing-to-post')
      and (posting.state <> 'accepted' or posting.realm_id = ${realmId})
      and posting.posting_id <> all(${[...except]}::uuid[])`;
  return {
    async accountsOfRoles(roles) {
      const found = await sql<{ account_id: string }>`
        select distinct account_id from tillbook.mapping
        where company_id = ${companyId} and role = any(${[...roles]}::text[])`.execute(trx);
      return found.rows.map((row) => row.account_id);
    },
    async sums({ realmId, except, accountIds, to }) {
      const found = await sql<SumRow>`
        select line.account_id, to_char(${postingDate}, 'YYYY-MM') as month, entry.currency, entry.exchange_rate,
          case when entry.exchange_rate is not null then ${signed} end::text as each_minor,
          min(${postingDate})::text as first_day, count(*)::integer as lines,
          count(*) filter (where posting.state = 'accepted')::integer as accepted_lines,
          sum(${signed})::text as sum_minor, max(posting.accepted_at) as last_accepted_at
        ${ours(realmId, except)} and line.account_id = any(${[...accountIds]}::text[]) and ${postingDate} <= ${to}::date
        group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`.execute(trx);
      return found.rows.map((row) => ({
        accountId: row.account_id,
        month: row.month,
        firstDay: row.first_day,
        currency: row.currency,
        exchangeRate: row.exchange_rate,
        eachMinor: row.each_minor === null ? null : BigInt(row.each_minor),
        lines: row.lines,
        sumMinor: BigInt(row.sum_minor),
        acceptedLines: row.accepted_lines,
        lastAcceptedAt: row.last_accepted_at,
      }));
    },
    async lines({ realmId, except, accountId, from, to, limit }) {
      const found = await sql<LineRow>`
        select ${postingDate}::text as date, (${signed})::text as amount_minor, entry.currency, entry.exchange_rate,
          posting.document_number, posting.posting_key,
          case when posting.state = 'accepted' then posting.quickbooks_id end as quickbooks_id
        ${ours(realmId, except)} and line.account_id = ${accountId}
          and ${postingDate} between ${from}::date and ${to}::date
        order by 1, posting.posting_id, line.line_number limit ${limit}`.execute(trx);
      return found.rows.map(builtLine);
    },
    async drifts(realmId) {
      const found = await sql<{ account_id: string; month: string; drifts: number }>`
        select line.account_id, to_char(${postingDate}, 'YYYY-MM') as month,
          count(distinct drift.drift_id)::integer as drifts
        from tillbook.drift join tillbook.posting using (company_id, posting_id)
        join tillbook.journal_line line using (company_id, posting_id)
        where drift.company_id = ${companyId} and drift.state <> 'settled' and drift.realm_id = ${realmId}
        group by 1, 2`.execute(trx);
      return found.rows.map(({ account_id, ...row }) => ({ accountId: account_id, ...row }));
    },
  };
}

const builtLine = (row: LineRow): BuiltLine => ({
  date: row.date,
  amountMinor: BigInt(row.amount_minor),
  currency: row.currency,
  exchangeRate: row.exchange_rate,
  documentNumber: row.document_number ?? '',
  postingKey: row.posting_key,
  quickbooksId: row.quickbooks_id,
});

type StoredLine = Omit<RegisterLine, 'amountHundredths'> & { readonly amountHundredths: string };
type RegisterStoring = Pick<TieOutStoring, 'registers' | 'registerLines' | 'saveRegister'>;

function registerStoring(trx: Transaction<Tables>, companyId: string): RegisterStoring {
  return {
    async registers(realmId) {
      const rows = await trx
        .selectFrom('tillbook.register_reading')
        .select(['account_id', 'month', 'read_at', 'opening_hundredths', 'closing_hundredths', 'line_count', 'mark'])
        .where('company_id', '=', companyId)
        .where('realm_id', '=', realmId)
        .execute();
      return rows.map((row) => ({
        accountId: row.account_id,
        month: row.month,
        readAt: row.read_at,
        openingHundredths: row.opening_hundredths,
        closingHundredths: row.closing_hundredths,
        lineCount: row.line_count,
        mark: row.mark,
      }));
    },
    async registerLines(realmId, { accountId, month }) {
      const row = await trx
        .selectFrom('tillbook.register_reading')
        .select('lines')
        .where('company_id', '=', companyId)
        .where('realm_id', '=', realmId)
        .where('account_id', '=', accountId)
        .where('month', '=', month)
        .executeTakeFirst();
      const lines = (row?.lines ?? []) as readonly StoredLine[];
      return lines.map((line) => ({ ...line, amountHundredths: BigInt(line.amountHundredths) }));
    },
    async saveRegister(realmId, row) {
      const lines = row.lines.map((line) => ({ ...line, amountHundredths: String(line.amountHundredths) }));
      await sql`
        insert into tillbook.register_reading (company_id, account_id, month, realm_id, read_at, opening_hundredths,
          closing_hundredths, line_count, lines, mark)
        values (${companyId}, ${row.accountId}, ${row.month}, ${realmId}, ${row.readAt}::timestamptz,
          ${row.openingHundredths}, ${row.closingHundredths}, ${row.lineCount}, ${JSON.stringify(lines)}::jsonb, ${row.mark})
        on conflict (company_id, account_id, month) do update set realm_id = excluded.realm_id,
          read_at = excluded.read_at, opening_hundredths = excluded.opening_hundredths,
          closing_hundredths = excluded.closing_hundredths, line_count = excluded.line_count, lines = excluded.lines,
          mark = excluded.mark`.execute(trx);
    },
  };
}

type BesideReading = Pick<TieOutStoring, 'unsettled' | 'quickbooksOwn'>;

function besideReading(trx: Transaction<Tables>, companyId: string): BesideReading {
  return {
    async unsettled({ from, to }) {
      // Each half has an index of its own.
      const found = await sql<{ month: string; unbuilt: number; refused: number }>`
        select to_char(${postingDate}, 'YYYY-MM') as month,
          count(*) filter (where state in ('pending', 'waiting'))::integer as unbuilt,
          count(*) filter (where state in ('refused', 'number-taken'))::integer as refused
        from tillbook.posting
        where company_id = ${companyId} and (state = 'pending' or state in ('refused', 'number-taken', 'waiting'))
          and ${postingDate} between ${from}::date and ${to}::date
        group by 1`.execute(trx);
      return new Map(found.rows.map(({ month, ...unsettled }) => [month, unsettled]));
    },
    async quickbooksOwn(realmId, firstDays) {
      const found = await sql<{ account_id: string; month: string; lines: number; hundredths: string }>`
        select reading.account_id, reading.month, count(*)::integer as lines,
          sum((line.value ->> 'amountHundredths')::bigint)::text as hundredths
        from tillbook.register_reading reading cross join lateral jsonb_array_elements(reading.lines) line
        left join unnest(${[...firstDays.keys()]}::text[], ${[...firstDays.values()]}::text[]) began (account_id, day)
          on began.account_id = reading.account_id
        where reading.company_id = ${companyId} and reading.realm_id = ${realmId}
          and (began.day is null or reading.month <> left(began.day, 7) or line.value ->> 'date' >= began.day)
          and not exists (select from tillbook.posting
            where posting.company_id = ${companyId} and posting.quickbooks_id = line.value ->> 'quickbooksId'
              and posting.state = 'accepted' and posting.realm_id = ${realmId})
        group by 1, 2`.execute(trx);
      return found.rows.map(({ account_id, hundredths, ...row }) => ({
        ...{ accountId: account_id, hundredths: BigInt(hundredths) },
        ...row,
      }));
    },
  };
}

type SaidStoring = Pick<TieOutStoring, 'tieOuts' | 'saveTieOut'>;

function saidStoring(trx: Transaction<Tables>, companyId: string): SaidStoring {
  return {
    async tieOuts(realmId) {
      const rows = await trx
        .selectFrom('tillbook.tie_out')
        .selectAll()
        .where('company_id', '=', companyId)
        .where('realm_id', '=', realmId)
        .execute();
      return rows.map((row) => ({
        accountId: row.account_id,
        month: row.month,
        who: row.who,
        tiedOutAt: row.tied_out_at,
        closingHundredths: row.closing_hundredths,
        oursMark: row.ours_mark,
        registerMark: row.register_mark,
      }));
    },
    async saveTieOut(realmId, row) {
      await sql`
        insert into tillbook.tie_out (company_id, account_id, month, realm_id, who, tied_out_at, closing_hundredths,
          ours_mark, register_mark)
        values (${companyId}, ${row.accountId}, ${row.month}, ${realmId}, ${row.who}, ${row.tiedOutAt}::timestamptz,
          ${row.closingHundredths}, ${row.oursMark}, ${row.registerMark})
        on conflict (company_id, account_id, month) do update set realm_id = excluded.realm_id, who = excluded.who,
          tied_out_at = excluded.tied_out_at, closing_hundredths = excluded.closing_hundredths,
          ours_mark = excluded.ours_mark, register_mark = excluded.register_mark`.execute(trx);
    },
  };
}
