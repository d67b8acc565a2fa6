// Stands at every call to QuickBooks and at every answer, and says what must never be seen there. Knows the protocol by its words alone.
import type { InProcessEmulator } from '@tillbook/quickbooks-emulator';
import type pg from 'pg';
import type { Actor } from './scheduler.ts';
import { type AnsweredMeanwhile, createUsableAnswers } from './usable-answers.ts';

/** Nobody knows how long Intuit remembers a request id: within this, an unknown outcome is asked for by the same one. */
const resendWindowMs = 10 * 60_000;
/** Calls that were held up on their way count where they arrive, which is no fault of our pace. */
const paceWindowMs = 61_000;

export interface SeenCall {
  readonly actor: Actor;
  readonly companyId: string;
  readonly atMs: number;
  readonly method: string;
  /** Below the company: `journalentry`, `batch`, `query` …; or `token`. */
  readonly path: string;
  readonly requestId: string | null;
  readonly body: string;
  /** What it goes with. */
  readonly accessToken: string;
}

interface Way {
  readonly underWayMs: number;
  /** False: nobody is there to take it, and QuickBooks never has it. */
  readonly isTaken: boolean;
}

interface Answered extends Pick<SeenCall, 'companyId' | 'path' | 'body'> {
  readonly url: string;
  readonly delayMs: number;
  readonly status: number;
  /** Empty where it was cut off. */
  readonly text: string;
}

/** `unsure`: anything but a plain yes or no, or nothing at all. */
export type Certainty = 'sure' | 'unsure';

export interface Witness {
  readonly complaints: readonly string[];
  /** Before the bytes go out. */
  sees(call: SeenCall & Way): Promise<void>;
  /** Read from the database, or saved there. */
  stored(accessToken: string): void;
  /** As QuickBooks gave it. */
  answered(answer: Answered): Promise<void>;
  /** What the sender came to know of each entry that it carries, in their order. */
  hears(call: SeenCall, certainties: readonly Certainty[]): void;
  /** Whether QuickBooks took another entry meanwhile, or refused one by a fault of its own. */
  answersOthers(meanwhile: AnsweredMeanwhile): boolean;
}

export interface WitnessParts {
  readonly database: pg.Pool;
  readonly emulator: InProcessEmulator;
  nowMs(): number;
  /** Whether a lease of this holder is the actor's. */
  isHeldBy(holder: string, actor: Actor): boolean;
}

export function createWitness(parts: WitnessParts): Witness {
  const complaints: string[] = [];
  const complain = (what: string): void => void complaints.push(what);
  const sendings = watchSendings(complain);
  const bytes = watchBytes(complain);
  const refreshes = watchRefreshes(complain);
  const pace = watchPace(parts, complain);
  const stored = new Set<string>();
  const usable = createUsableAnswers();
  return {
    complaints,
    stored: (accessToken) => void stored.add(accessToken),
    async sees(call) {
      if (call.path === 'token') return refreshes(call);
      if (call.actor.name.startsWith('worker')) {
        await checkLane(parts, call, complain);
        if (!stored.has(call.accessToken)) complain(`${call.actor.name} used a token before it was saved`);
      }
      if (!isWrite(call)) return;
      const savedAtMs = await checkIntents(parts, call, complain);
      await checkRefusals(parts, call, complain);
      if (call.isTaken) bytes.sees(call);
      sendings.sees(call, savedAtMs);
    },
    answered(answer) {
      if (answer.text !== '') usable.answered({ ...answer, atMs: parts.nowMs() });
      return pace(answer);
    },
    answersOthers: usable.haveOthers,
    hears(call, certainties) {
      if (isWrite(call)) sendings.hears(call, certainties);
    },
  };
}

type Complain = (what: string) => void;

const isWrite = ({ path }: SeenCall): boolean => path === 'journalentry' || path === 'batch';

/** A request id stands for one request: QuickBooks answers a second one with what it answered to the first, or refuses it. */
function watchBytes(complain: Complain): { sees(call: SeenCall): void } {
  const known = new Map<string, string>();
  return {
    sees({ actor, companyId, requestId, body }) {
      const key = `${companyId} ${requestId}`;
      if ((known.get(key) ?? body) !== body) complain(`${actor.name} sent other bytes under ${requestId} than before`);
      known.set(key, body);
    },
  };
}

interface Sending {
  readonly requestId: string;
  /** When its intent was saved: the process may have stood still from then on, and whoever goes on counts from there, too. */
  readonly firstAtMs: number;
  /** Calls of which nothing has been heard yet, and whether one was left in doubt. */
  underWay: number;
  inDoubt: boolean;
}

/** No entry goes under a second request id while the first may have been written. */
function watchSendings(complain: Complain): Pick<Witness, 'hears'> & { sees(call: SeenCall, savedAtMs: number): void } {
  const sendings = new Map<string, Sending[]>();
  const sendingsOf = (call: SeenCall): readonly Sending[][] =>
    bodiesOf(call).map((body) => {
      const key = `${call.companyId} ${writtenBy(body)}`;
      const known = sendings.get(key) ?? [];
      sendings.set(key, known);
      return known;
    });
  return {
    sees(call, savedAtMs) {
      const requestId = call.requestId ?? '';
      for (const known of sendingsOf(call)) {
        const other = known.find((one) => one.requestId !== requestId && (one.inDoubt || one.underWay > 0));
        if (other !== undefined && call.atMs - other.firstAtMs < resendWindowMs) {
          complain(
            `${call.actor.name} sent under ${requestId} what it may have written under ${other.requestId} before`,
          );
        }
        const own = known.find((one) => one.requestId === requestId);
        if (own === undefined) known.push({ requestId, firstAtMs: savedAtMs, underWay: 1, inDoubt: false });
        else own.underWay += 1;
      }
    },
    hears(call, certainties) {
      for (const [index, known] of sendingsOf(call).entries()) {
        const own = known.find(({ requestId }) => requestId === call.requestId);
        if (own === undefined) continue;
        own.underWay -= 1;
        // What a later call says of itself says nothing of the one before.
        if (certainties[index] !== 'sure') own.inDoubt = true;
      }
    },
  };
}

/** No two refreshes of one token at once, not even by the same process: QuickBooks may revoke both. */
function watchRefreshes(complain: Complain): (call: SeenCall & Way) => void {
  const underWay = new Map<string, { by: string; untilMs: number }>();
  return (call) => {
    const token = new URLSearchParams(call.body).get('refresh_token');
    if (token === null) return;
    const other = underWay.get(token);
    if (other !== undefined && other.untilMs > call.atMs) {
      complain(`${call.actor.name} refreshed a token while ${other.by} was refreshing it`);
    }
    underWay.set(token, { by: call.actor.name, untilMs: call.atMs + call.underWayMs });
  };
}

/** A 429 that no bad day brought is one of our own pace, unless the network had held calls up. */
function watchPace({ emulator, nowMs }: WitnessParts, complain: Complain): Witness['answered'] {
  const heldUpAt = new Map<string, number>();
  return async ({ companyId, path, url, delayMs, status }) => {
    if (delayMs > 0) heldUpAt.set(companyId, nowMs());
    if (status !== 429 || nowMs() - (heldUpAt.get(companyId) ?? Number.NEGATIVE_INFINITY) < paceWindowMs) return;
    const realmId = /\/v3\/company\/(\d+)\//.exec(url)?.[1];
    if (realmId === undefined) return;
    const log = await emulator.fetch(new URL(`/_emulator/companies/${realmId}/calls`, url).href);
    const { calls } = (await log.json()) as { calls: readonly { status: number; refused: boolean; fault: unknown }[] };
    const last = calls.at(-1);
    if (last?.refused === true && last.fault === null) complain(`a ${path} was refused for our own pace`);
  };
}

async function checkLane({ database, isHeldBy }: WitnessParts, call: SeenCall, complain: Complain): Promise<void> {
  const { rows } = await database.query<{ lease_holder: string | null; lease_until: Date | null }>({
    name: 'lane',
    text: 'select lease_holder, lease_until from tillbook.lane where company_id = $1',
    values: [call.companyId],
  });
  const [lane] = rows;
  const isHeld =
    lane?.lease_holder != null &&
    lane.lease_until !== null &&
    lane.lease_until.getTime() > call.atMs &&
    isHeldBy(lane.lease_holder, call.actor);
  if (!isHeld) complain(`${call.actor.name} called ${call.path} on a lane that it does not hold`);
}

/** When the intent was saved. */
async function checkIntents({ database }: WitnessParts, call: SeenCall, complain: Complain): Promise<number> {
  const { rows } = await database.query<{ body: string; saved_at: Date }>({
    name: 'intents',
    text: `select body, first_sent_at as saved_at from tillbook.posting join tillbook.posting_body using (company_id, posting_id)
     where company_id = $1 and request_id = $2 and first_sent_at is not null and state in ('intent-saved', 'unknown')
     union all select body, sent_at from tillbook.drift
     where company_id = $1 and request_id = $2 and sent_at is not null and state = 'put-back-sent'
     union all select body, sent_at from tillbook.repost_item
     where company_id = $1 and request_id = $2 and sent_at is not null and state = 'sent'`,
    values: [call.companyId, call.requestId],
  });
  const saved = new Set(rows.map(({ body }) => body));
  if (!bodiesOf(call).every((body) => saved.has(body))) {
    complain(`${call.actor.name} sent ${call.requestId} without a saved intent of the same bytes`);
  }
  return Math.min(call.atMs, ...rows.map((row) => row.saved_at.getTime()));
}

/** A refusal may be replayed to its request id for ever: what is prepared anew after one goes under another. */
async function checkRefusals({ database }: WitnessParts, call: SeenCall, complain: Complain): Promise<void> {
  const { rows } = await database.query({
    name: 'refusals',
    text: `select from tillbook.posting_record refused
     join tillbook.posting_record intent using (company_id, posting_id, request_id)
     where company_id = $1 and request_id = $2 and refused.what = 'refused' and intent.what = 'intent-saved'
       and intent.record_number > refused.record_number limit 1`,
    values: [call.companyId, call.requestId],
  });
  if (rows.length > 0) complain(`${call.actor.name} sent under ${call.requestId} again what was refused under it`);
}

/** Byte for byte, a batch's too: its items are told apart by the frame around them. */
function bodiesOf({ path, body }: SeenCall): readonly string[] {
  if (path !== 'batch') return [body];
  return body
    .slice('{"BatchItemRequest":['.length, -']}'.length)
    .split(/(?:^|,)\{"bId":"[^"]*","operation":"create","JournalEntry":/)
    .slice(1)
    .map((item) => item.slice(0, -1));
}

/** What must be written once: an entry; or an update, of which QuickBooks takes one over each version. */
function writtenBy(body: string): string {
  const { DocNumber, Id, SyncToken } = JSON.parse(body) as Record<string, unknown>;
  return Id === undefined ? String(DocNumber) : `${Id} over ${SyncToken}`;
}
