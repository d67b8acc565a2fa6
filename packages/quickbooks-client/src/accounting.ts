// The Accounting API's requests that keep books: journal entries alone and in batches, accounts, queries, company and preferences.
import { type Exchange, exchange, type Fetch, requestTimeoutMs } from './exchange.ts';
import { faultsOf, property, type QuickbooksFault, readFaults } from './faults.ts';

/** Since August 2025 QuickBooks behaves as 75 whatever is asked. */
const minorVersion = '75';
/** Rows of one query page; QuickBooks gives no more. */
export const queryPageSize = 1000;
const queryPagesMax = 100;

export interface AccountingOptions {
  readonly apiBaseUrl: string;
  readonly timeoutMs?: number;
  readonly fetch?: Fetch | undefined;
  /** Once aborted, calls under way are given up: what a write did is unknown then. */
  readonly signal?: AbortSignal | undefined;
  /** Told of each metered call: a read that QuickBooks answered. Failed calls and writes are free. */
  readonly onMetered?: (() => Promise<void>) | undefined;
}

/** What changed since a moment; rows as QuickBooks gives them, deleted ones with the status `Deleted`. */
export interface Changes {
  /** QuickBooks' time of the answer. */
  readonly time: string | null;
  readonly rows: ReadonlyMap<string, readonly unknown[]>;
}

/** Objects of one answer, of all entities together; QuickBooks gives no more. */
export const changesMax = 1000;

/** Which company, and by which right. */
export interface Access {
  readonly realmId: string;
  readonly accessToken: string;
}

interface Answer {
  readonly httpStatus: number | null;
  /** Intuit's id of the exchange, for its support. */
  readonly intuitTid: string | null;
}

/**
 * How a call can end. `refused` and `not-acted`: QuickBooks certainly did not do it. `unknown`: it may have.
 * `reason` never holds a token.
 */
export type CallOutcome<T> = Answer &
  (
    | { readonly outcome: 'done'; readonly value: T }
    | { readonly outcome: 'refused'; readonly faults: readonly [QuickbooksFault, ...QuickbooksFault[]] }
    | {
        readonly outcome: 'not-acted';
        readonly why: 'authentication' | 'unreachable';
        readonly reason: string;
        /** What the gateway said, where it said anything. */
        readonly faults: readonly QuickbooksFault[];
      }
    | {
        readonly outcome: 'unknown';
        readonly why: 'time-out' | 'connection-lost' | 'server-error' | 'throttled' | 'unreadable';
        readonly reason: string;
        readonly faults: readonly QuickbooksFault[];
      }
  );

export interface CreatedEntry {
  readonly id: string;
  readonly syncToken: string;
}

/** What became of one item of a batch; `missing`: the answer does not speak of it. */
export type BatchItemResult =
  | { readonly result: 'created'; readonly entry: CreatedEntry }
  | { readonly result: 'fault'; readonly faults: readonly [QuickbooksFault, ...QuickbooksFault[]] }
  | { readonly result: 'missing' };

export interface BatchItem {
  /** Up to 10 characters. */
  readonly itemId: string;
  /** JSON text of a JournalEntry; it goes into the request as it is. */
  readonly body: string;
}

export interface Accounting {
  /** `body` is the JSON text of a JournalEntry and is sent as it is; `requestId` up to 50 characters. */
  createJournalEntry(
    access: Access,
    request: { readonly requestId: string; readonly body: string },
  ): Promise<CallOutcome<CreatedEntry>>;
  /** `body` is the JSON text of an Account; answers the account as QuickBooks holds it. `requestId` up to 50 characters. */
  createAccount(
    access: Access,
    request: { readonly requestId: string; readonly body: string; readonly timeoutMs?: number },
  ): Promise<CallOutcome<unknown>>;
  /** `requestId` up to 36 characters. A replay needs the same request id, item ids and bodies. */
  batchJournalEntries(
    access: Access,
    request: { readonly requestId: string; readonly items: readonly BatchItem[] },
  ): Promise<CallOutcome<ReadonlyMap<string, BatchItemResult>>>;
  /** All rows, page by page, as QuickBooks gives them. A metered read. */
  query(
    access: Access,
    request: { readonly entity: string; readonly where: string | null },
  ): Promise<CallOutcome<readonly unknown[]>>;
  /** One page of them, from 0 on: with fewer than `queryPageSize` rows it is the last. A metered read. */
  queryPage(access: Access, request: PageRequest): Promise<CallOutcome<readonly unknown[]>>;
  /** How many there are. A metered read. */
  count(access: Access, request: { readonly entity: string; readonly where: string }): Promise<CallOutcome<number>>;
  /** A report by its name (`TrialBalance`), as QuickBooks gives it. A metered read. */
  report(
    access: Access,
    request: { readonly name: string; readonly parameters: Readonly<Record<string, string>> },
  ): Promise<CallOutcome<unknown>>;
  /** Change data capture, at most 30 days back. With `changesMax` rows there may be more. A metered read. */
  changes(
    access: Access,
    request: { readonly entities: readonly string[]; readonly since: Date },
  ): Promise<CallOutcome<Changes>>;
  companyInfo(access: Access): Promise<CallOutcome<unknown>>;
  preferences(access: Access): Promise<CallOutcome<unknown>>;
}

export interface PageRequest {
  readonly entity: string;
  readonly where: string | null;
  readonly page: number;
  /** Left out: by id, so that what is added meanwhile comes behind. */
  readonly orderBy?: string;
}

export function createAccounting(options: AccountingOptions): Accounting {
  const call = <T>(access: Access, request: CallRequest<T>) => callCompany(options, access, request);
  return {
    createJournalEntry: (access, { requestId, body }) =>
      call(access, { path: 'journalentry', parameters: { requestid: requestId }, body, read: readCreated }),
    createAccount: (access, { requestId, body, timeoutMs }) =>
      call(access, {
        path: 'account',
        parameters: { requestid: requestId },
        body,
        timeoutMs,
        read: (answer) => property(answer, 'Account') ?? null,
      }),
    batchJournalEntries: (access, { requestId, items }) =>
      call(access, {
        path: 'batch',
        parameters: { requestid: requestId },
        body: batchBody(items),
        read: (answer) => readBatch(answer, items),
      }),
    query: (access, request) => queryPages(options, access, request),
    count: (access, { entity, where }) =>
      call(access, {
        path: 'query',
        parameters: { query: `SELECT COUNT(*) FROM ${entity} WHERE ${where}` },
        body: null,
        read: readCount,
      }),
    queryPage: (access, request) => queryPage(options, access, request),
    report: (access, { name, parameters }) =>
      call(access, {
        path: `reports/${encodeURIComponent(name)}`,
        parameters,
        body: null,
        read: (answer) => (property(answer, 'Header') === undefined ? null : answer),
      }),
    changes: (access, { entities, since }) =>
      call(access, {
        path: 'cdc',
        parameters: { entities: entities.join(','), changedSince: since.toISOString() },
        body: null,
        read: (answer) => readChanges(answer, entities),
      }),
    companyInfo: (access) =>
      call(access, {
        path: `companyinfo/${encodeURIComponent(access.realmId)}`,
        parameters: {},
        body: null,
        read: (answer) => property(answer, 'CompanyInfo') ?? null,
      }),
    preferences: (access) =>
      call(access, {
        path: 'preferences',
        parameters: {},
        body: null,
        read: (answer) => property(answer, 'Preferences') ?? null,
      }),
  };
}

/** A text within a query's quotes. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

interface CallRequest<T> {
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Null: a GET. */
  readonly body: string | null;
  /** Absent: as for every call. */
  readonly timeoutMs?: number | undefined;
  /** Null when the answer is not what this call answers with. */
  read(answer: unknown): T | null;
}

async function callCompany<T>(
  options: AccountingOptions,
  access: Access,
  request: CallRequest<T>,
): Promise<CallOutcome<T>> {
  const url = new URL(`${options.apiBaseUrl}/v3/company/${encodeURIComponent(access.realmId)}/${request.path}`);
  for (const [name, value] of Object.entries(request.parameters)) url.searchParams.set(name, value);
  url.searchParams.set('minorversion', minorVersion);
  const answer = await exchange({
    fetch: options.fetch,
    url: url.toString(),
    method: request.body === null ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${access.accessToken}`,
      ...(request.body === null ? {} : { 'content-type': 'application/json' }),
    },
    body: request.body,
    timeoutMs: Math.min(request.timeoutMs ?? requestTimeoutMs, options.timeoutMs ?? requestTimeoutMs),
    signal: options.signal,
  });
  const sorted = sortAnswer(answer, request);
  if (request.body === null && sorted.httpStatus === 200) await options.onMetered?.();
  return sorted;
}

function sortAnswer<T>(answer: Exchange, request: CallRequest<T>): CallOutcome<T> {
  if (answer.outcome === 'not-connected') {
    const nothing = { httpStatus: null, intuitTid: null, faults: [] };
    return { outcome: 'not-acted', why: 'unreachable', reason: answer.reason, ...nothing };
  }
  if (answer.outcome === 'lost') return { ...answer, outcome: 'unknown', faults: [] };
  const { httpStatus, intuitTid, text } = answer;
  const at = { httpStatus, intuitTid };
  const value = httpStatus === 200 ? readAnswer(text, request) : null;
  if (value !== null) return { outcome: 'done', value, ...at };
  const faults = readFaults(text);
  const reason = describe(httpStatus, faults);
  // A 429 may come after the write (Intuit promises nothing); older gateways throttled with 403.
  if (httpStatus === 429 || faults.some((fault) => /^0*3001$/.test(fault.code))) {
    return { outcome: 'unknown', why: 'throttled', reason, faults, ...at };
  }
  // Whoever stands in between answers 403 as well: only QuickBooks' own word for it voids a connection.
  if (httpStatus === 401 || (httpStatus === 403 && faults.length > 0)) {
    return { outcome: 'not-acted', why: 'authentication', reason, faults, ...at };
  }
  if (httpStatus >= 500 || httpStatus === 408) {
    return { outcome: 'unknown', why: 'server-error', reason, faults, ...at };
  }
  const [first, ...others] = faults;
  if (first !== undefined) return { outcome: 'refused', faults: [first, ...others], ...at };
  return {
    outcome: 'unknown',
    why: 'unreadable',
    reason: `${reason} with an answer that cannot be read`,
    faults,
    ...at,
  };
}

function readAnswer<T>(text: string, request: CallRequest<T>): T | null {
  try {
    return request.read(JSON.parse(text));
  } catch {
    return null;
  }
}

function describe(httpStatus: number, faults: readonly QuickbooksFault[]): string {
  const said = faults.map((fault) => `${fault.code} ${fault.message}`.trim()).join('; ');
  return said === '' ? `HTTP ${httpStatus}` : `HTTP ${httpStatus}: ${said}`;
}

function readCreated(answer: unknown): CreatedEntry | null {
  const entry = property(answer, 'JournalEntry');
  const id = property(entry, 'Id');
  const syncToken = property(entry, 'SyncToken');
  return typeof id === 'string' && id !== ''
    ? { id, syncToken: typeof syncToken === 'string' ? syncToken : '0' }
    : null;
}

/** Put together as text, so that each entry is sent byte for byte as it was saved. */
function batchBody(items: readonly BatchItem[]): string {
  const requests = items.map(
    ({ itemId, body }) => `{"bId":${JSON.stringify(itemId)},"operation":"create","JournalEntry":${body}}`,
  );
  return `{"BatchItemRequest":[${requests.join(',')}]}`;
}

function readBatch(answer: unknown, items: readonly BatchItem[]): ReadonlyMap<string, BatchItemResult> | null {
  const responses = property(answer, 'BatchItemResponse');
  if (!Array.isArray(responses)) return null;
  const results = new Map<string, BatchItemResult>(items.map(({ itemId }) => [itemId, { result: 'missing' }]));
  for (const response of responses) {
    const itemId = property(response, 'bId');
    if (typeof itemId !== 'string' || !results.has(itemId)) continue;
    const [first, ...others] = faultsOf(response);
    const entry = readCreated(response);
    if (first !== undefined) results.set(itemId, { result: 'fault', faults: [first, ...others] });
    else if (entry !== null) results.set(itemId, { result: 'created', entry });
  }
  return results;
}

async function queryPages(
  options: AccountingOptions,
  access: Access,
  request: { readonly entity: string; readonly where: string | null },
): Promise<CallOutcome<readonly unknown[]>> {
  const rows: unknown[] = [];
  for (let page = 0; page < queryPagesMax; page += 1) {
    const answer = await queryPage(options, access, { ...request, page });
    if (answer.outcome !== 'done') return answer;
    rows.push(...answer.value);
    if (answer.value.length < queryPageSize) return { ...answer, value: rows };
  }
  throw new Error(`A query of ${request.entity} has more than ${queryPagesMax} pages.`);
}

function queryPage(
  options: AccountingOptions,
  access: Access,
  request: PageRequest,
): Promise<CallOutcome<readonly unknown[]>> {
  const { entity, page, orderBy = 'Id' } = request;
  const where = request.where === null ? '' : ` WHERE ${request.where}`;
  const start = page * queryPageSize + 1;
  return callCompany(options, access, {
    path: 'query',
    parameters: {
      query: `SELECT * FROM ${entity}${where} ORDERBY ${orderBy} STARTPOSITION ${start} MAXRESULTS ${queryPageSize}`,
    },
    body: null,
    read: (answer) => readRows(answer, entity),
  });
}

function readCount(answer: unknown): number | null {
  const count = property(property(answer, 'QueryResponse'), 'totalCount');
  return typeof count === 'number' ? count : null;
}

/** An entity of which nothing changed is `{}`, or left out. */
function readChanges(answer: unknown, entities: readonly string[]): Changes | null {
  const responses = property(answer, 'CDCResponse');
  if (!Array.isArray(responses)) return null;
  const parts = responses.flatMap((response) => property(response, 'QueryResponse') ?? []);
  const rowsOf = (entity: string) =>
    parts.flatMap((part) => {
      const rows = property(part, entity);
      return Array.isArray(rows) ? rows : [];
    });
  const time = property(answer, 'time');
  return {
    time: typeof time === 'string' ? time : null,
    rows: new Map(entities.map((entity) => [entity, rowsOf(entity)])),
  };
}

/** No rows at all are `"QueryResponse":{}`. */
function readRows(answer: unknown, entity: string): readonly unknown[] | null {
  const response = property(answer, 'QueryResponse');
  if (response === undefined) return null;
  const rows = property(response, entity) ?? [];
  return Array.isArray(rows) ? rows : null;
}
