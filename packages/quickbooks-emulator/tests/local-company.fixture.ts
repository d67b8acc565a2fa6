// A running emulator with one company and a token, and calls to it as any HTTP client makes them.
import { startEmulator, type Template } from '../src/index.ts';

/** JSON of any shape, looked into by name. */
export interface Body {
  readonly [key: string]: Body;
}

export interface Answer {
  readonly status: number;
  readonly body: Body;
}

export async function startLocalCompany({
  template = 'retail',
  limits = false,
}: {
  template?: Template;
  limits?: boolean;
} = {}) {
  const emulator = await startEmulator();
  const request = async (method: string, path: string, body?: unknown, token?: string): Promise<Answer> => {
    const response = await fetch(`${emulator.url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {}) as Body,
    };
  };
  const made = await request('POST', '/_emulator/companies', { template, settings: { limits } });
  const realmId = String(made.body.realmId);
  const issued = await request('POST', `/_emulator/companies/${realmId}/tokens`, { client_id: 'test' });
  const tokens = { access: String(issued.body.access_token), refresh: String(issued.body.refresh_token) };
  return {
    emulator,
    realmId,
    tokens,
    request,
    control: (method: string, path: string, body?: unknown) =>
      request(method, `/_emulator/companies/${realmId}${path}`, body),
    api: (method: string, path: string, body?: unknown) =>
      request(method, `/v3/company/${realmId}${path}`, body, tokens.access),
    query: (text: string) =>
      request('GET', `/v3/company/${realmId}/query?query=${encodeURIComponent(text)}`, undefined, tokens.access),
  };
}

export function line(accountId: string, side: 'Debit' | 'Credit', amount: number) {
  return {
    Amount: amount,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: { PostingType: side, AccountRef: { value: accountId } },
  };
}

export function entry(amount = 10, more: Record<string, unknown> = {}) {
  return { TxnDate: '2026-11-01', Line: [line('1', 'Debit', amount), line('2', 'Credit', amount)], ...more };
}
