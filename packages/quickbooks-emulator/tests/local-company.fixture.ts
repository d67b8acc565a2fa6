// A running emulator with one company and a token, and calls to it as any HTTP client makes them.
import { type Settings, startEmulator, type Template } from '../src/index.ts';

/** JSON of any shape, looked into by name. */
export interface Body {
  readonly [key: string]: Body;
}

/** A list inside an answer, empty where it is not one. */
export function listOf<Row = Readonly<Record<string, unknown>>>(value: unknown): readonly Row[] {
  return Array.isArray(value) ? (value as Row[]) : [];
}

export interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly text: string;
  readonly headers: Headers;
}

interface CompanyOptions {
  readonly template?: Template;
  readonly name?: string;
  readonly settings?: Partial<Settings>;
}

export async function startLocalCompany({
  limits = false,
  settings = {},
  ...company
}: CompanyOptions & { readonly limits?: boolean } = {}) {
  const emulator = await startEmulator();
  return { emulator, ...(await companyAt(emulator.url, { ...company, settings: { limits, ...settings } })) };
}

/** A new company in the emulator that listens at `url`, connected. */
export async function companyAt(url: string, { template = 'retail', name, settings = {} }: CompanyOptions = {}) {
  const made = await send(url, { method: 'POST', path: '/_emulator/companies', body: { template, name, settings } });
  const realmId = String(made.body.realmId);
  const path = `/_emulator/companies/${realmId}/tokens`;
  const issued = await send(url, { method: 'POST', path, body: { client_id: 'test' } });
  const tokens = { access: String(issued.body.access_token), refresh: String(issued.body.refresh_token) };
  return callsOf(url, { realmId, tokens });
}

interface Connection {
  readonly realmId: string;
  readonly tokens: { readonly access: string; readonly refresh: string };
}

function callsOf(url: string, { realmId, tokens }: Connection) {
  const request = (method: string, path: string, body?: unknown, token?: string) =>
    send(url, { method, path, body, token });
  const company = `/v3/company/${realmId}`;
  return {
    realmId,
    tokens,
    request,
    /** The same company in an emulator started anew. */
    at: (other: string) => callsOf(other, { realmId, tokens }),
    control: (method: string, path: string, body?: unknown) =>
      request(method, `/_emulator/companies/${realmId}${path}`, body),
    api: (method: string, path: string, body?: unknown) => request(method, `${company}${path}`, body, tokens.access),
    query: (text: string) =>
      request('GET', `${company}/query?query=${encodeURIComponent(text)}`, undefined, tokens.access),
  };
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly token?: string | undefined;
}

async function send(url: string, { method, path, body, token }: Request): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
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
    text,
    headers: response.headers,
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
