// QuickBooks as its owner, its accountant and the auditor have it: the emulator in this process, past Tillbook.
import type { InProcessEmulator } from '@tillbook/quickbooks-emulator';
import { chart, dimensions, otherOf } from './chart.ts';

export const quickbooksUrl = 'http://quickbooks.simulation';

export interface HeldLine {
  readonly account: string;
  readonly side: 'Dr' | 'Cr';
  readonly amount: unknown;
  /** What it is tracked by: labels of departments and classes. */
  readonly tracked: readonly string[];
}

/** A journal entry as it lies there. */
export interface HeldEntry {
  readonly id: string;
  readonly syncToken: string;
  readonly date: string;
  readonly documentNumber: string | null;
  readonly privateNote: string;
  readonly lines: readonly HeldLine[];
}

export interface SimulatedQuickbooks {
  readonly realmId: string;
  /** QuickBooks' id of each account, by label; of what is mapped anew, of the other one too. */
  readonly accountIds: ReadonlyMap<string, string>;
  /** Of each department and class, by label; none where it tracks none. */
  readonly dimensionIds: ReadonlyMap<string, string>;
  control<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** As another app would, with a token of its own; null where QuickBooks refuses it. */
  api<T>(path: string, body: unknown): Promise<T | null>;
  entries(): Promise<{ readonly held: readonly HeldEntry[]; readonly deletedIds: readonly string[] }>;
}

type Json = Readonly<Record<string, unknown>>;

export async function openQuickbooks(
  emulator: InProcessEmulator,
  of: {
    readonly settings: Readonly<Record<string, unknown>>;
    readonly remapped: readonly string[];
    readonly tracks: boolean;
  },
): Promise<SimulatedQuickbooks> {
  const ask = async <T>(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> => {
    const response = await emulator.fetch(`${quickbooksUrl}${path}`, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      body: method === 'GET' ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text === '' ? '{}' : text) as T;
  };
  const quiet = { limits: false, refreshMs: 0, classTracking: of.tracks, departmentTracking: of.tracks };
  const { realmId } = await ask<{ realmId: string }>('POST', '/_emulator/companies', {
    template: 'empty',
    name: 'Simulated shop',
    settings: quiet,
  });
  const control = <T>(method: string, path: string, body: unknown = {}): Promise<T> =>
    ask(method, `/_emulator/companies/${realmId}${path}`, body);
  const api = async <T>(path: string, body: unknown): Promise<T | null> => {
    const other = await control<{ access_token: string }>('POST', '/tokens', { client_id: 'another-app' });
    const headers = { authorization: `Bearer ${other.access_token}` };
    return ask<T>('POST', `/v3/company/${realmId}${path}`, body, headers).catch(() => null);
  };
  const accountIds = await makeAccounts(api, of.remapped);
  const dimensionIds = of.tracks ? await makeDimensions(api) : new Map<string, string>();
  await control('PUT', '/settings', { ...quiet, limits: true, ...of.settings });
  return {
    realmId,
    accountIds,
    dimensionIds,
    control,
    api,
    async entries() {
      const { tables } = await control<{ tables: Readonly<Record<string, readonly Json[]>> }>('GET', '/snapshot');
      const isEntry = ({ type }: Json): boolean => type === 'JournalEntry';
      const accounts = new Map([...accountIds].map(([label, id]) => [id, label]));
      const tracked = new Map(dimensions.map(({ label, entity }) => [`${entity} ${dimensionIds.get(label)}`, label]));
      return {
        held: (tables.objects ?? [])
          .filter(isEntry)
          .map((row) => heldEntry(JSON.parse(String(row.body)) as Json, { accounts, tracked })),
        deletedIds: (tables.deletions ?? []).filter(isEntry).map(({ id }) => String(id)),
      };
    },
  };
}

async function makeAccounts(
  api: SimulatedQuickbooks['api'],
  remapped: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  const others = chart.filter(({ label }) => remapped.includes(label));
  const accounts = [...chart, ...others.map(({ label, type }) => ({ label: otherOf(label), type }))];
  for (const { label, type } of accounts) {
    const made = await api<{ Account: { Id: string } }>('/account', { Name: label, AccountType: type });
    if (made === null) throw new Error(`QuickBooks takes no account ${label}.`);
    ids.set(label, made.Account.Id);
  }
  return ids;
}

async function makeDimensions(api: SimulatedQuickbooks['api']): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const { label, entity } of dimensions) {
    const made = await api<Record<string, { Id: string }>>(`/${entity.toLowerCase()}`, { Name: label });
    const id = made?.[entity]?.Id;
    if (id === undefined) throw new Error(`QuickBooks takes no ${entity} ${label}.`);
    ids.set(label, id);
  }
  return ids;
}

type Labels = ReadonlyMap<string, string>;

function heldEntry(entry: Json, labels: { accounts: Labels; tracked: Labels }): HeldEntry {
  const lines = (entry.Line as readonly Json[]).map((line) => {
    const detail = line.JournalEntryLineDetail as Json;
    const accountId = String((detail.AccountRef as Json).value);
    return {
      account: labels.accounts.get(accountId) ?? `account ${accountId}`,
      side: detail.PostingType === 'Debit' ? ('Dr' as const) : ('Cr' as const),
      amount: line.Amount,
      tracked: (['Department', 'Class'] as const).flatMap((entity) => {
        const ref = detail[`${entity}Ref`] as Json | undefined;
        return ref === undefined ? [] : [labels.tracked.get(`${entity} ${ref.value}`) ?? `${entity} ${ref.value}`];
      }),
    };
  });
  return {
    id: String(entry.Id),
    syncToken: String(entry.SyncToken),
    date: String(entry.TxnDate),
    documentNumber: entry.DocNumber === undefined ? null : String(entry.DocNumber),
    privateNote: String(entry.PrivateNote ?? ''),
    lines,
  };
}
