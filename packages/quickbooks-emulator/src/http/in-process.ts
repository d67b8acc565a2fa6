// The same emulator without a socket: requests in, responses out or broken, as `fetch` gives them. For tests that must repeat exactly.
import { Buffer } from 'node:buffer';
import type { Emulator } from '../emulator.ts';
import type { Call, Reply } from './exchange.ts';
import { createRouter } from './route.ts';

export interface InProcessRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | null;
}

/** Rejects where a connection would break; a body that is cut off rejects while it is read. */
export type InProcessFetch = (url: string, request?: InProcessRequest) => Promise<Response>;

/** Delays and slow bodies are left to the caller: nothing here waits. */
export function inProcessFetch(emulator: Emulator): InProcessFetch {
  const route = createRouter(emulator);
  return async (url, request = {}) => responseOf(await route(callOf(new URL(url), request)));
}

function callOf(url: URL, { method = 'GET', headers = {}, body = null }: InProcessRequest): Call {
  const bytes = Buffer.from(body ?? '', 'utf8');
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: bytes.toString('utf8'),
    bytes,
    isMalformed: false,
    origin: url.origin,
  };
}

function responseOf(reply: Reply): Response {
  const bytes = reply.bytes ?? Buffer.from(reply.body, 'utf8');
  const init = { status: reply.status, headers: reply.headers };
  if (reply.mischief === 'drop') throw connectionReset();
  if (reply.mischief === 'truncate') return new Response(cutOff(bytes), init);
  return new Response(bytes.length === 0 ? null : new Uint8Array(bytes), init);
}

function cutOff(bytes: Buffer): ReadableStream<Uint8Array> {
  let isRead = false;
  return new ReadableStream({
    pull(controller) {
      if (isRead) return controller.error(connectionReset());
      isRead = true;
      controller.enqueue(new Uint8Array(bytes.subarray(0, Math.max(1, Math.floor(bytes.length / 2)))));
    },
  });
}

const connectionReset = (): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
