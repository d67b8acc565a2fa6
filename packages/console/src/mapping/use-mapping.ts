// What the mapping pages share: the rows, the chart, the suggestions, and the way to save a choice.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ApiError, send } from '../api/client.ts';
import { accountsQuery, connectionQuery, mappingsQuery, suggestionsQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { Account, AccountTypes, MappingRow, MappingSuggestion, Role, SavedMappingsAnswer } from '../api/wire.ts';
import { words } from '../words.ts';
import { type ChangingOf, useChanging } from './use-changing.ts';

export interface Choice {
  readonly role: Role;
  readonly subject: string | null;
  readonly accountId: string | null;
  /** Left out or null: from the beginning. */
  readonly applicableFrom?: string | null;
  /** The account that the page showed there: what somebody else chose meanwhile is not lost. */
  readonly seen?: string | null;
}

export interface MappingBook {
  /** One a role and subject: what holds from the latest date on. None before the chart is there: no account is missing of a chart that is not read. */
  readonly rows: readonly MappingRow[] | undefined;
  /** What held before, the latest first. */
  readonly earlierOf: (row: MappingRow) => readonly MappingRow[];
  readonly accounts: readonly Account[];
  /** The QuickBooks account types that each role takes; none is known before the first answer. */
  readonly accountTypes: Partial<AccountTypes>;
  readonly accountById: ReadonlyMap<string, Account>;
  readonly suggestionFor: (row: { readonly role: Role; readonly subject: string | null }) => MappingSuggestion | null;
  readonly suggestions: readonly MappingSuggestion[];
  readonly changing: ChangingOf;
  readonly hasChart: boolean;
  /** QuickBooks is connected: an account can be made there. */
  readonly mayCreate: boolean;
  readonly error: Error | null;
  readonly retry: () => unknown;
}

export function useMappingBook(includeInactive: boolean): MappingBook {
  const rows = useQuery(mappingsQuery(includeInactive));
  const accounts = useQuery(accountsQuery);
  const suggestions = useQuery(suggestionsQuery);
  const changing = useChanging();
  const { data: connection } = useQuery({ ...connectionQuery, refetchInterval: false });
  const chart = accounts.data;
  const accountById = useMemo(() => new Map((chart ?? []).map((account) => [account.id, account])), [chart]);
  const bySubject = useMemo(
    () => new Map((suggestions.data ?? []).map((suggestion) => [rowKey(suggestion), suggestion])),
    [suggestions.data],
  );
  const byKey = useMemo(() => latestFirst(rows.data?.mappings ?? []), [rows.data]);
  return {
    rows:
      rows.data === undefined || chart === undefined
        ? undefined
        : [...byKey.values()].flatMap(([latest]) => latest ?? []),
    earlierOf: (row) => byKey.get(rowKey(row))?.slice(1) ?? [],
    accountTypes: rows.data?.accountTypes ?? {},
    accounts: chart ?? [],
    accountById,
    suggestionFor: (row) => bySubject.get(rowKey(row)) ?? null,
    suggestions: suggestions.data ?? [],
    changing,
    hasChart: chart === undefined || chart.length > 0,
    mayCreate: connection?.state === 'connected' || connection?.state === 'set-up-incomplete',
    // What was read before stays in sight when it cannot be read anew: a choice is not taken from under the hand.
    error: (rows.data === undefined ? rows.error : null) ?? (chart === undefined ? accounts.error : null),
    retry: () => Promise.all([rows.refetch(), accounts.refetch()]),
  };
}

/** The page shows what went wrong where it was chosen. */
export function useSaveMappings() {
  const client = useQueryClient();
  return useAction<readonly Choice[], SavedMappingsAnswer>({
    quietErrors: true,
    async run(mappings) {
      try {
        return await send('PUT', '/api/v1/mappings', { mappings });
      } catch (error) {
        // What it was refused for may be new here: an account made inactive, or another choice, meanwhile.
        if (isRefusal(error)) await client.invalidateQueries({ predicate: ({ queryKey }) => isOfMapping(queryKey[0]) });
        throw error;
      }
    },
    say: (answer, choices) => {
      const { released } = answer;
      const saved = choices.length > 1 ? words.mapping.accepted(choices.length) : words.common.saved;
      return released === 0 ? saved : `${saved}. ${words.mapping.released(released)}`;
    },
  });
}

const isOfMapping = (name: unknown): boolean => name === 'mappings' || name === 'accounts';

/** The server looked at it and said no; anything else may go better when it is tried again. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 401;
}

/** The account that rows of one role and subject show from a date on. */
export function accountAt(rows: readonly MappingRow[], from: string | null): string | null {
  return rows.find(({ applicableFrom }) => applicableFrom === from)?.accountId ?? null;
}

/** By role and subject; those from the beginning last. */
export function latestFirst(rows: readonly MappingRow[]): ReadonlyMap<string, readonly MappingRow[]> {
  const byKey = new Map<string, MappingRow[]>();
  for (const row of rows) byKey.set(rowKey(row), [...(byKey.get(rowKey(row)) ?? []), row]);
  for (const found of byKey.values()) {
    found.sort((a, b) => (b.applicableFrom ?? '').localeCompare(a.applicableFrom ?? ''));
  }
  return byKey;
}

export function rowKey(row: { readonly role: Role; readonly subject: string | null }): string {
  return `${row.role}/${row.subject ?? ''}`;
}

/** Of every date, the latest first. */
export function allRows({ rows = [], earlierOf }: Pick<MappingBook, 'rows' | 'earlierOf'>): readonly MappingRow[] {
  return rows.flatMap((latest) => [latest, ...earlierOf(latest)]);
}

export function datedKey(row: MappingRow): string {
  return `${rowKey(row)}/${row.applicableFrom ?? ''}`;
}

/** A row counts as mapped when its account is still there and active. */
export function isMapped(row: MappingRow, accountById: ReadonlyMap<string, Account>): boolean {
  if (row.accountId === null) return false;
  return accountById.size === 0 || accountById.get(row.accountId)?.active === true;
}

/** How the row is called: the subject's name, or the role itself for a company default. */
export function rowName(row: MappingRow): string {
  return row.subject === null ? words.companyDefault : (row.subjectName ?? row.subject);
}

export function fieldLabel(row: MappingRow): string {
  return words.mapping.field(words.roles[row.role], rowName(row));
}
