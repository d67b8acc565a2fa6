// QuickBooks as its owner, its accountant and the auditor have it: the emulator in this process, past Tillbook.
import type { InProcessEmulator } from '@tillbook/quickbooks-emulator';
import { chart, dimensions, leftOf, otherOf, type TrackedDimension } from './chart.ts';

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
  /** Accounts, departments and classes that somebody made inactive. */
  inactive(): Promise<readonly { readonly entity: string; readonly id: string }[]>;
  entries(): Promise<{ readonly held: readonly HeldEntry[]; readonly deletedIds: readonly string[] }>;
}

type Json = Readonly<Record<string, unknown>>;

export async function openQuickbooks(
  emulator: InProcessEmulator,
  of: {
    readonly settings: Readonly<Record<string, unknown>>;
    readonly remapped: readonly string[];
    /** Labels whose account is merged into one that is only there for that. */
    readonly left: readonly string[];
    readonly tracks: boolean;
    readonly homeCurrency: string;
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
    settings: { ...quiet, homeCurrency: of.homeCurrency },
  });
  const control = <T>(method: string, path: string, body: unknown = {}): Promise<T> =>
    ask(method, `/_emulator/companies/${realmId}${path}`, body);
  const api = async <T>(path: string, body: unknown): Promise<T | null> => {
    const other = await control<{ access_token: string }>('POST', '/tokens', { client_id: 'another-app' });
    const headers = { authorization: `Bearer ${other.access_token}` };
    return ask<T>('POST', `/v3/company/${realmId}${path}`, body, headers).catch(() => null);
  };
  const tables = async (): Promise<Readonly<Record<string, readonly Json[]>>> =>
    (await control<{ tables: Readonly<Record<string, readonly Json[]>> }>('GET', '/snapshot')).tables;
  const accountIds = await make(api, accountsToMake(of));
  const dimensionIds = await make(api, of.tracks ? dimensions.map((one) => ({ ...one, fields: {} })) : []);
  await control('PUT', '/settings', { ...quiet, limits: true, ...of.settings });
  return {
    realmId,
    accountIds,
    dimensionIds,
    control,
    api,
    async inactive() {
      const { objects = [] } = await tables();
      return objects
        .filter(({ active }) => active === 0)
        .map(({ type, id }) => ({ entity: String(type), id: String(id) }));
    },
    async entries() {
      const { objects = [], deletions = [] } = await tables();
      const isEntry = ({ type }: Json): boolean => type === 'JournalEntry';
      const accounts = new Map([...accountIds].map(([label, id]) => [id, label]));
      const tracked = new Map(dimensions.map(({ label, entity }) => [`${entity} ${dimensionIds.get(label)}`, label]));
      return {
        held: objects
          .filter(isEntry)
          .map((row) => heldEntry(JSON.parse(String(row.body)) as Json, { accounts, tracked })),
        deletedIds: deletions.filter(isEntry).map(({ id }) => String(id)),
      };
    },
  };
}

interface ListObject {
  readonly entity: 'Account' | TrackedDimension['entity'];
  readonly label: string;
  readonly fields: Json;
}

function accountsToMake(of: { remapped: readonly string[]; left: readonly string[] }): readonly ListObject[] {
  const others = chart.filter(({ label }) => of.remapped.includes(label));
  const left = chart.filter(({ label }) => of.left.includes(label));
  const accounts = [
    ...chart,
    ...others.map(({ label, type }) => ({ label: otherOf(label), type })),
    ...left.map(({ label, type }) => ({ label: leftOf(label), type })),
  ];
  return accounts.map(({ label, type }) => ({ entity: 'Account', label, fields: { AccountType: type } }));
}

/** As many as a batch may have. */
const batchItemsMax = 30;

/** QuickBooks' id of each, by label. */
async function make(
  api: SimulatedQuickbooks['api'],
  objects: readonly ListObject[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let from = 0; from < objects.length; from += batchItemsMax) {
    const some = objects.slice(from, from + batchItemsMax);
    const items = some.map(({ entity, label, fields }, index) => ({
      ...{ bId: String(index), operation: 'create' },
      [entity]: { Name: label, ...fields },
    }));
    const answer = await api<{ BatchItemResponse: readonly Json[] }>('/batch', { BatchItemRequest: items });
    for (const [index, { entity, label }] of some.entries()) {
      const made = answer?.BatchItemResponse[index]?.[entity] as Json | undefined;
      if (made === undefined) throw new Error(`QuickBooks takes no ${entity} ${label}.`);
      ids.set(label, String(made.Id));
    }
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
