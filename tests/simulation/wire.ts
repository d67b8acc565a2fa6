// The network between a process and QuickBooks: slow, lossy on bad days, and able to deliver what its sender has given up on.
import type { Fetch } from '@tillbook/quickbooks-client';
import type { InProcessEmulator } from '@tillbook/quickbooks-emulator';
import type { Random } from './random.ts';
import { type Actor, ActorStoppedError, type Scheduler } from './scheduler.ts';
import type { Certainty, SeenCall, Witness } from './witness.ts';

/** As long as Intuit lets a request run. Our client waits as long for it, but for tokens less. */
const requestMsMax = 120_000;
const tokenMsMax = 30_000;

export interface WireParts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly emulator: InProcessEmulator;
  readonly witness: Witness;
  /** How likely the evils are; 0 once the world heals. */
  badness(): number;
  /** How long an answer takes at most, where nothing goes wrong. */
  readonly quickMs: number;
}

type Request = Parameters<Fetch>[1];

export type Wire = (of: { readonly actor: Actor; readonly companyId: string }) => Fetch;

export function createWire(parts: WireParts): Wire {
  const { scheduler, witness } = parts;
  let count = 0;
  return ({ actor, companyId }) =>
    async (url, request) => {
      if (actor.stopped) throw new ActorStoppedError(actor.name);
      count += 1;
      const by = { name: `wire ${count}`, number: 0, stopped: false, pausedUntil: 0 };
      const call = { ...readCall(url, request), actor, companyId };
      const fate = drawFate(parts, call.path);
      // Handed over already: a process that stands still or ends from here on has sent it.
      await scheduler.step(by, `${actor.name} sends ${call.path} ${call.requestId ?? ''} ${fate.name}`, () =>
        witness.sees({
          ...{ ...call, atMs: scheduler.nowMs },
          ...{ underWayMs: underWayMs(fate), isTaken: fate.name !== 'no connection' },
        }),
      );
      const carried = { by, call, url, request, delayMs: fate.thereMs };
      const heard = await hear(parts, { fate, carried });
      await scheduler.sleep(actor, fate.backMs, `hears ${call.path} ${call.requestId ?? ''}: ${wordsOf(heard)}`);
      witness.hears({ ...call, atMs: scheduler.nowMs }, certaintiesOf(call, heard));
      return responseOf(heard);
    };
}

function readCall(
  url: string,
  request: Request,
): Pick<SeenCall, 'path' | 'requestId' | 'body' | 'method' | 'accessToken'> {
  const { pathname, searchParams } = new URL(url);
  const below = /^\/v3\/company\/[^/]+\/([^/]+)/.exec(pathname)?.[1];
  const path = below ?? (pathname.endsWith('/bearer') ? 'token' : (pathname.split('/').at(-1) ?? ''));
  return {
    path,
    method: request.method,
    requestId: searchParams.get('requestid'),
    body: request.body ?? '',
    accessToken: request.headers.authorization?.replace(/^Bearer /, '') ?? '',
  };
}

interface Fate {
  /** `late`: given up by its sender, and delivered all the same. */
  readonly name: 'well' | 'no connection' | 'lost' | 'late';
  readonly thereMs: number;
  readonly backMs: number;
}

/** What its sender has given up is over once it was delivered. */
const underWayMs = ({ name, thereMs, backMs }: Fate): number =>
  name === 'late' ? Math.max(thereMs, backMs) : thereMs + backMs;

function drawFate({ random, badness, quickMs }: WireParts, path: string): Fate {
  const max = path === 'token' ? tokenMsMax : requestMsMax;
  const quick = { thereMs: 0, backMs: random.whole(Math.min(5, quickMs), quickMs) };
  const bad = badness();
  if (random.chance(0.02 * bad)) return { name: 'no connection', ...quick };
  if (random.chance(0.02 * bad)) return { name: 'lost', thereMs: 0, backMs: random.whole(5, max) };
  if (random.chance(0.04 * bad)) {
    return { name: 'late', thereMs: random.whole(500, requestMsMax), backMs: random.whole(5, max) };
  }
  if (random.chance(0.04 * bad)) {
    return { name: 'well', thereMs: random.whole(0, max / 2), backMs: random.whole(0, max / 2 - 1) };
  }
  return { name: 'well', ...quick };
}

type Heard =
  | { readonly outcome: 'broken'; readonly code: string }
  /** `isCut`: the connection broke within the body. */
  | { readonly outcome: 'answered'; readonly response: Response; readonly text: string; readonly isCut: boolean };

interface Carried {
  readonly by: Actor;
  readonly call: Pick<SeenCall, 'path' | 'requestId' | 'companyId' | 'body'>;
  readonly url: string;
  readonly request: Request;
  readonly delayMs: number;
}

async function hear(parts: WireParts, of: { readonly fate: Fate; readonly carried: Carried }): Promise<Heard> {
  switch (of.fate.name) {
    case 'no connection':
      return { outcome: 'broken', code: 'ECONNREFUSED' };
    case 'lost':
      return { outcome: 'broken', code: 'ECONNRESET' };
    case 'late':
      void deliver(parts, of.carried);
      return { outcome: 'broken', code: 'ETIMEDOUT' };
    case 'well':
      return deliver(parts, of.carried);
  }
}

/** Nobody stops it: the bytes are on their way, whatever becomes of who sent them. */
async function deliver({ scheduler, emulator, witness }: WireParts, carried: Carried): Promise<Heard> {
  const { by, call, url, request, delayMs } = carried;
  await scheduler.sleep(by, delayMs, `delivers ${call.path} ${call.requestId ?? ''}`);
  let heard: Heard = { outcome: 'broken', code: 'ECONNRESET' };
  await scheduler.step(by, 'is answered', async () => {
    heard = await answerOf(() => emulator.fetch(url, request));
    if (heard.outcome === 'answered') {
      const { response, text } = heard;
      await witness.answered({ ...call, url, delayMs, status: response.status, text });
    }
    scheduler.note(by, `${call.path} ${call.requestId ?? ''} was answered ${wordsOf(heard)}`);
  });
  return heard;
}

async function answerOf(ask: () => Promise<Response>): Promise<Heard> {
  try {
    const response = await ask();
    let text = '';
    try {
      text = await response.text();
    } catch {
      return { outcome: 'answered', response, text, isCut: true };
    }
    return { outcome: 'answered', response, text, isCut: false };
  } catch {
    return { outcome: 'broken', code: 'ECONNRESET' };
  }
}

function responseOf(heard: Heard): Response {
  if (heard.outcome === 'broken') throw broken(heard.code);
  const { status, headers } = heard.response;
  return new Response(heard.isCut ? cutOff() : heard.text, { status, headers });
}

const broken = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

function cutOff(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.error(broken('ECONNRESET')) });
}

/** A number or request id that was seen before, an error of QuickBooks' own, and "wait a few minutes" leave it open. */
const openCodes = /"code":"0*(600|3001|6140|10000)"|wait a few minutes/i;
/** The entry that is to be changed has its number already: that it is another's too says that nothing was changed. */
const openCodesOfChange = /"code":"0*(600|3001|10000)"|wait a few minutes/i;

/** Of each entry that the call carries, in their order. */
function certaintiesOf({ path, body }: Pick<SeenCall, 'path' | 'body'>, heard: Heard): readonly Certainty[] {
  const sent = path === 'batch' ? (JSON.parse(body) as SentBatch).BatchItemRequest : [];
  const ofAll = (certainty: Certainty): Certainty[] => (path === 'batch' ? sent.map(() => certainty) : [certainty]);
  if (heard.outcome === 'broken') return ofAll(heard.code === 'ECONNREFUSED' ? 'sure' : 'unsure');
  const { status } = heard.response;
  if (heard.isCut || status === 429 || status >= 500) return ofAll('unsure');
  if (path === 'batch' && status === 200) {
    const answers = (JSON.parse(heard.text) as AnsweredBatch).BatchItemResponse;
    // One that is left out is told nothing of.
    return sent.map(({ bId }) =>
      certaintyBy(
        openCodes,
        answers.find((answer) => answer.bId === bId),
      ),
    );
  }
  const isChange = path === 'journalentry' && 'Id' in JSON.parse(body);
  return ofAll((isChange ? openCodesOfChange : openCodes).test(heard.text) ? 'unsure' : 'sure');
}

interface SentBatch {
  readonly BatchItemRequest: readonly { readonly bId: string }[];
}
interface AnsweredBatch {
  readonly BatchItemResponse: readonly { readonly bId: string }[];
}

const certaintyBy = (open: RegExp, answer: object | undefined): Certainty =>
  answer === undefined || open.test(JSON.stringify(answer)) ? 'unsure' : 'sure';

function wordsOf(heard: Heard): string {
  if (heard.outcome === 'broken') return heard.code;
  const codes = [...heard.text.matchAll(/"code":"(\d+)"/g)].map(([, code]) => code);
  const ids = [...heard.text.matchAll(/"JournalEntry":\{[^{}]*?"Id":"(\d+)"/g)].map(([, id]) => id);
  const details = [...new Set(codes), ...ids.map((id) => `#${id}`)].join(' ');
  return `${heard.response.status}${heard.isCut ? ' cut off' : ''}${details === '' ? '' : ` ${details}`}`;
}
