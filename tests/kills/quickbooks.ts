// What the local QuickBooks is told (its bad day) and asked (everything it holds), past Tillbook.
import { type Caller, caller } from '../end-to-end/app.ts';
import type { HeldEntry, Line } from './check.ts';

const pageSize = 1000;
/** Another app than Tillbook, so that reading takes nothing from its limits. */
const readerApp = 'reader';

/** Answers lost before and after the write, cut short and wrong, throttled ones where wanted: each in so many of a hundred calls. */
export function badDay(options: { readonly seed: number; readonly throttles: boolean }): object[] {
  const rule = (call: string, fault: string, percent: number, more: object = {}) => ({
    ...{ call, fault, probability: percent / 100, ...more },
  });
  const rules = [
    rule('*', 'drop-before-write', 3),
    rule('*', 'drop-after-write', 4),
    rule('*', 'truncate', 3),
    rule('*', 'error-before-write', 2, { status: 503 }),
    rule('*', 'error-after-write', 3, { status: 500 }),
    rule('journalentry', 'ambiguous-6000', 0.5),
    ...(options.throttles ? [rule('*', 'throttle', 0.5), rule('*', 'error-after-write', 0.5, { code: '3001' })] : []),
  ];
  return rules.map((one, index) => ({ ...one, seed: options.seed * 100 + index }));
}

export async function putFaults(quickbooksUrl: string, realmId: string, rules: readonly object[]): Promise<void> {
  const { status } = await caller(quickbooksUrl, {})('PUT', `/_emulator/companies/${realmId}/faults`, rules);
  if (status !== 200) throw new Error(`the bad day was answered ${status}`);
}

interface WireLine {
  readonly Amount: number;
  readonly JournalEntryLineDetail: {
    readonly PostingType: Line['side'];
    readonly AccountRef: { readonly value: string };
  };
}

/** Every journal entry of a company, whoever made it. */
export async function readEntries(quickbooksUrl: string, realmId: string): Promise<HeldEntry[]> {
  const { body: tokens } = await caller(quickbooksUrl, {})<{ access_token: string }>(
    'POST',
    `/_emulator/companies/${realmId}/tokens`,
    { client_id: readerApp },
  );
  const api = caller(`${quickbooksUrl}/v3/company/${realmId}`, {
    authorization: `Bearer ${tokens.access_token}`,
    accept: 'application/json',
  });
  const accounts = await readAll<{ Id: string; Name: string }>(api, 'Account');
  const names = new Map(accounts.map(({ Id, Name }) => [Id, Name]));
  const entries = await readAll<{ Id: string; Line: WireLine[] }>(api, 'JournalEntry');
  return entries.map(({ Id, Line: lines }) => ({
    id: Id,
    lines: lines.map(({ Amount, JournalEntryLineDetail: detail }) => ({
      account: names.get(detail.AccountRef.value) ?? `account ${detail.AccountRef.value}`,
      side: detail.PostingType,
      cents: Math.round(Amount * 100),
    })),
  }));
}

async function readAll<T>(api: Caller, entity: string): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const query = `select * from ${entity} startposition ${rows.length + 1} maxresults ${pageSize}`;
    const { status, body } = await api<{ QueryResponse: Record<string, T[]> }>(
      'GET',
      `/query?query=${encodeURIComponent(query)}`,
    );
    if (status !== 200) throw new Error(`${query} was answered ${status}`);
    const page = body.QueryResponse[entity] ?? [];
    rows.push(...page);
    if (page.length < pageSize) return rows;
  }
}
