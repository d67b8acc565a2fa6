// One HTTP exchange with a time limit, sorted by what it says about whether QuickBooks can have acted on it.

/** Intuit ends requests after 120 seconds. */
export const requestTimeoutMs = 120_000;
/** A thousand accounts are under 2 MB. */
const answerBytesMax = 32 * 1024 * 1024;

/** Carries a request and its answer; the global `fetch` unless another is given. */
export type Fetch = (
  url: string,
  request: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body: string | null;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<Response>;

export interface ExchangeRequest {
  readonly fetch?: Fetch | undefined;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body: string | null;
  readonly timeoutMs: number;
  /** Once aborted, the exchange is given up. */
  readonly signal?: AbortSignal | undefined;
}

export type Exchange =
  | {
      readonly outcome: 'answered';
      readonly httpStatus: number;
      readonly intuitTid: string | null;
      readonly text: string;
    }
  /** Nothing of the request reached QuickBooks. */
  | { readonly outcome: 'not-connected'; readonly reason: string }
  /** The request may have reached it; the answer did not reach us, or not whole. */
  | {
      readonly outcome: 'lost';
      readonly why: 'time-out' | 'connection-lost';
      readonly reason: string;
      readonly httpStatus: number | null;
      readonly intuitTid: string | null;
    };

/** Failures before a connection stood: of name resolution, of connecting, and of agreeing on TLS. */
const beforeConnection =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|CERT_.*|.*_CERT.*|ERR_INVALID_URL)$/;

/** Never throws for what the network does. Redirects are not followed: a write must not be sent to a place nobody named. */
export async function exchange(request: ExchangeRequest): Promise<Exchange> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const either = eitherOf(timeout, request.signal);
  let httpStatus: number | null = null;
  let intuitTid: string | null = null;
  try {
    const carry: Fetch = request.fetch ?? fetch;
    const response = await carry(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: either.signal,
    });
    httpStatus = response.status;
    intuitTid = response.headers.get('intuit_tid');
    return { outcome: 'answered', httpStatus, intuitTid, text: legible(await readText(response)) };
  } catch (error) {
    if (timeout.aborted) {
      const reason = `no answer within ${request.timeoutMs / 1000} s`;
      return { outcome: 'lost', why: 'time-out', reason, httpStatus, intuitTid };
    }
    if (request.signal?.aborted) {
      return { outcome: 'lost', why: 'connection-lost', reason: 'the call was given up', httpStatus, intuitTid };
    }
    const code = errorCode(error);
    // The code alone: a message could repeat the address with what it carries.
    if (httpStatus === null && beforeConnection.test(code)) return { outcome: 'not-connected', reason: code };
    return { outcome: 'lost', why: 'connection-lost', reason: code, httpStatus, intuitTid };
  } finally {
    either.release();
  }
}

/** `AbortSignal.any` would hold on to a signal that lives as long as the process, once for each exchange. */
function eitherOf(timeout: AbortSignal, signal: AbortSignal | undefined): { signal: AbortSignal; release(): void } {
  if (signal === undefined) return { signal: timeout, release: () => undefined };
  const either = new AbortController();
  const abort = () => either.abort();
  if (signal.aborted) abort();
  timeout.addEventListener('abort', abort);
  signal.addEventListener('abort', abort);
  return {
    signal: either.signal,
    release() {
      timeout.removeEventListener('abort', abort);
      signal.removeEventListener('abort', abort);
    },
  };
}

async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > answerBytesMax) throw Object.assign(new Error('answer too long'), { code: 'ANSWER_TOO_LONG' });
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

const illegible = /\0|\\u(?:0000|d[89a-f])/i;
/** Whole pairs and other escapes are passed over; what is left of them is captured. */
const illegibleEach = /\\ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|(\0|\\u(?:0000|d[89a-f][\da-f]{2}))|\\./gis;

/** NUL and half a character, as a text that was cut within one ends with, are no text: no database takes them, and nobody can read them. */
function legible(text: string): string {
  if (!illegible.test(text)) return text;
  return text.replace(illegibleEach, (found, none?: string) => (none === undefined ? found : '\ufffd'));
}

function errorCode(error: unknown): string {
  let current: unknown = error;
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    if (current instanceof AggregateError && current.errors.length > 0) current = current.errors[0];
    const { code } = current as { code?: unknown };
    if (typeof code === 'string') return code;
    current = (current as Error).cause;
  }
  return error instanceof Error ? error.name : 'UNKNOWN';
}
