// Sends one message to a web address: bounded in time and in what is read of the answer, and never sent on to another address.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Sent } from '../pipeline/notification-port.ts';
import { isPublicAddress, lookupPublic, PrivateAddressError } from './web-address.ts';

const answersWithinMs = 10_000;
const answerShownMax = 200;
/** Busy or slow, and not wrong: request time-out, too early, too many requests (RFC 9110, 8470, 6585). */
const againStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

export interface WebhookCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly privateAllowed: boolean;
  readonly withinMs?: number;
}

export async function postWebhook(call: WebhookCall): Promise<Sent> {
  try {
    return outcomeOf(await answerTo(call));
  } catch (error) {
    // What an address resolves to may be put right; a URL that names a private network itself may not.
    const problem = error instanceof Error ? error.message || String(error) : String(error);
    return { ok: false, again: true, problem: `${new URL(call.url).host} could not be reached: ${problem}` };
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function outcomeOf({ status, text }: Answer): Sent {
  if (status >= 200 && status < 300) return { ok: true };
  const said = text.trim() === '' ? '' : `: ${text.trim()}`;
  if (status >= 300 && status < 400) {
    return {
      ok: false,
      again: false,
      problem: `It answered ${status}, and messages are not sent on to another address`,
    };
  }
  return { ok: false, again: status >= 500 || againStatuses.has(status), problem: `It answered ${status}${said}` };
}

function answerTo({ url, headers, body, privateAllowed, withinMs = answersWithinMs }: WebhookCall): Promise<Answer> {
  const target = new URL(url);
  const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
  // An address that is written out is not looked up.
  if (!privateAllowed && isIP(host) !== 0 && !isPublicAddress(host))
    return Promise.reject(new PrivateAddressError(host));
  const request = target.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sending = request(target, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      // The whole of it, from the look-up to the last byte of the answer.
      signal: AbortSignal.timeout(withinMs),
      agent: false,
      ...(privateAllowed ? {} : { lookup: lookupPublic }),
    });
    sending.on('error', (error) => reject(timedOut(error, withinMs)));
    // Whatever ends it without an answer and without an error, as a change to another protocol does.
    sending.once('close', () => reject(new Error('the connection ended without an answer')));
    sending.once('response', (response) => {
      let text = '';
      const done = () => {
        resolve({ status: response.statusCode ?? 0, text: text.slice(0, answerShownMax) });
        response.destroy();
      };
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
        if (text.length >= answerShownMax) done();
      });
      response.once('end', done);
      response.once('error', (error) => reject(timedOut(error, withinMs)));
    });
    sending.end(body);
  });
}

const timedOut = (error: Error, withinMs: number): Error =>
  error.name === 'AbortError' || error.name === 'TimeoutError'
    ? new Error(`no answer within ${withinMs / 1000} s`)
    : error;
