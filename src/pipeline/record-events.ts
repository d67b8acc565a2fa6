// Records what happened in the shop: each event once, durable before the answer, with everything learned from it.
import { createHash } from 'node:crypto';
import { type EventAmount, eventAmount } from '../events/event-amount.ts';
import { eventContent } from '../events/event-key.ts';
import type { EventInput } from '../events/event-schema.ts';
import type { FinancialEvent } from '../events/financial-event.ts';
import { parseEvent } from '../events/parse-event.ts';
import { isMirror } from '../events/read-event.ts';
import { type Cause, causeKey } from '../posting/causes.ts';
import { addToDays } from './add-to-days.ts';
import { assignPostings, isSummarized } from './assign-postings.ts';
import type { RecordResult } from './company-books.ts';
import { PipelineError } from './errors.ts';
import { eventAmounts } from './event-amounts.ts';
import { type EventContext, recordingContext, withIdentity } from './event-context.ts';
import { learnFrom } from './learn-subjects.ts';
import { settleMs } from './open-summaries.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import type { CompanyRow, CompanyStore, NewEvent } from './storage-port.ts';

export const eventsPerRequestMax = 1000;

interface Given {
  readonly index: number;
  readonly event: FinancialEvent;
  /** JSON text of the event as the till gave it. */
  readonly body: string;
  readonly digest: Buffer;
}

/** What stands under a key: the event just inserted, or the one that was there. */
interface Standing {
  readonly id: string;
  readonly digest: Buffer;
  readonly insertedIndex: number | null;
}

export async function recordEvents(
  ports: PipelinePorts,
  companyId: string,
  inputs: readonly unknown[],
): Promise<readonly RecordResult[]> {
  if (inputs.length > eventsPerRequestMax) {
    throw new PipelineError('too-many-events', `At most ${eventsPerRequestMax} events are recorded at once.`);
  }
  const { results, toPost } = await ports.storage.transaction(companyId, (store) => recordBatch(ports, store, inputs));
  if (toPost) await wakeLane(ports, companyId);
  return results;
}

/** In the transaction of the caller, which wakes the lane after it where there is something to post. */
export async function recordBatch(
  ports: Pick<PipelinePorts, 'clock' | 'newId'>,
  store: CompanyStore,
  inputs: readonly unknown[],
): Promise<{ results: readonly RecordResult[]; toPost: boolean }> {
  const now = ports.clock.now();
  const company = await store.company.readForRecording({ alone: inputs.some(takesBack) });
  const context = await recordingContext(store, company);
  const { given, invalid } = parseInputs(inputs, context);
  const firsts = await voidingInForce(store, firstOfEachKey(given));
  const rows = await newEvents(store, firsts, { company, context, nextId: () => ports.newId(now) });
  const inserted = await store.events.insert(rows, now);
  const summarized = rows.filter(
    ({ id, status, postingKey }) => inserted.has(id) && status === 'ready' && postingKey === null,
  );
  await assignPostings(ports, store, { company, now, settleMs, events: summarized });
  const standing = await findStanding(store, { firsts, rows, inserted });
  const taken = await contentsTaken(store, { given, standing });

  const results: RecordResult[] = [...invalid];
  const conflicting: Given[] = [];
  for (const one of given) {
    const stands = standing.get(one.event.key);
    if (stands === undefined) throw new Error(`Event ${one.event.key} is neither new nor known.`);
    const status = taken.has(contentName(stands.id, one.digest)) ? 'duplicate' : resultStatus(one, stands);
    if (status === 'conflict') conflicting.push(one);
    results.push({ index: one.index, key: one.event.key, id: stands.id, status, problems: [] });
  }
  await keepConflicts(store, { conflicting, standing, now, newId: ports.newId });

  const recorded = firsts.filter((one) => standing.get(one.event.key)?.insertedIndex === one.index);
  const events = recorded.map((one) => one.event);
  await learnFrom(store, events, now);
  await addToDays(store, events, context);
  // A void that waited for one of these is let go by the lane, which looks for it first.
  const voided = await store.events.reversalsOf(events.map((event) => event.key));
  const ready = rows.some((row) => row.status === 'ready' && inserted.has(row.id));
  return { results: results.sort((a, b) => a.index - b.index), toPost: ready || voided.length > 0 };
}

/** A void without lines counts what it takes back: of the two, the one that is recorded later has to see the other. */
const takesBack = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && isMirror(input as EventInput);

function resultStatus(one: Given, stands: Standing): 'recorded' | 'duplicate' | 'conflict' {
  if (stands.insertedIndex === one.index) return 'recorded';
  return stands.digest.equals(one.digest) ? 'duplicate' : 'conflict';
}

const contentName = (eventId: string, digest: Buffer): string => `${eventId} ${digest.toString('hex')}`;

/** Other content that a person took: it stands as a version, and coming again it changes nothing. */
async function contentsTaken(
  store: CompanyStore,
  { given, standing }: { given: readonly Given[]; standing: ReadonlyMap<string, Standing> },
): Promise<ReadonlySet<string>> {
  const other = given.flatMap((one) => {
    const stands = standing.get(one.event.key);
    return stands === undefined || stands.digest.equals(one.digest) ? [] : [stands.id];
  });
  return new Set((await store.events.contentsTaken(other)).map(({ eventId, digest }) => contentName(eventId, digest)));
}

/** A till knows one key: its void is of the version in force. */
async function voidingInForce(store: CompanyStore, given: readonly Given[]): Promise<readonly Given[]> {
  const inForce = await store.events.versionsInForce(given.flatMap(({ event }) => event.reverses ?? []));
  if (inForce.size === 0) return given;
  return given.map((one) => {
    const { key, reverses } = one.event;
    return { ...one, event: withIdentity(one.event, { key, reverses: inForce.get(reverses ?? '') ?? reverses }) };
  });
}

export function parseInputs(
  inputs: readonly unknown[],
  context: EventContext,
): { given: readonly Given[]; invalid: readonly RecordResult[] } {
  const given: Given[] = [];
  const invalid: RecordResult[] = [];
  for (const [index, input] of inputs.entries()) {
    const parsed = parseEvent(input, context);
    if (parsed.ok) {
      const digest = createHash('sha256').update(eventContent(parsed)).digest();
      given.push({ index, event: parsed.event, body: JSON.stringify(input), digest });
    } else {
      invalid.push({ index, key: parsed.key, id: null, status: 'invalid', problems: parsed.problems });
    }
  }
  return { given, invalid };
}

function firstOfEachKey(given: readonly Given[]): readonly Given[] {
  const firsts = new Map<string, Given>();
  for (const one of given) if (!firsts.has(one.event.key)) firsts.set(one.event.key, one);
  return [...firsts.values()];
}

async function newEvents(
  store: CompanyStore,
  firsts: readonly Given[],
  making: { company: CompanyRow; context: EventContext; nextId: () => string },
): Promise<readonly NewEvent[]> {
  const { company, context } = making;
  const events = firsts.map((one) => one.event);
  const amounts = await eventAmounts(store, events, context);
  return firsts.map(({ event, body, digest }) =>
    eventToInsert(event, {
      ...{ id: making.nextId(), body, digest, company },
      amount: amounts.get(event.key) ?? eventAmount(event),
      inScope: false,
    }),
  );
}

/** `inScope`: whatever the sync start says. */
export function eventToInsert(
  event: FinancialEvent,
  of: { id: string; body: string; digest: Buffer; amount: EventAmount; company: CompanyRow; inScope: boolean },
): NewEvent {
  const { company, id, body, digest, amount } = of;
  const inScope =
    of.inScope ||
    (company.syncState !== 'not-started' && company.syncStart !== null && event.businessDate >= company.syncStart);
  return {
    id,
    key: event.key,
    source: event.source,
    kind: event.kind,
    sourceId: event.sourceId,
    number: event.number,
    occurredAt: event.occurredAt,
    businessDate: event.businessDate,
    location: event.location,
    ...amount,
    reverses: event.reverses,
    body,
    digest,
    status: inScope ? 'ready' : 'never-synced',
    // A summary is opened for those alone that turn out to be new.
    postingKey: inScope && !isSummarized(event.businessDate, company) ? event.key : null,
  };
}

async function findStanding(
  store: CompanyStore,
  batch: { firsts: readonly Given[]; rows: readonly NewEvent[]; inserted: ReadonlySet<string> },
): Promise<ReadonlyMap<string, Standing>> {
  const standing = new Map<string, Standing>();
  const known: string[] = [];
  for (const [index, row] of batch.rows.entries()) {
    const insertedIndex = batch.firsts[index]?.index ?? null;
    if (batch.inserted.has(row.id)) standing.set(row.key, { id: row.id, digest: row.digest, insertedIndex });
    else known.push(row.key);
  }
  for (const [key, stored] of await store.events.byKeys(known)) {
    standing.set(key, { id: stored.id, digest: stored.digest, insertedIndex: null });
  }
  return standing;
}

/** The first one stands; the other is kept beside it for a person to see. */
async function keepConflicts(
  store: CompanyStore,
  batch: {
    conflicting: readonly Given[];
    standing: ReadonlyMap<string, Standing>;
    now: Date;
    newId: (now: Date) => string;
  },
): Promise<void> {
  const { conflicting, standing, now, newId } = batch;
  const open = await store.events.insertConflicts(
    conflicting.map((one) => ({
      id: newId(now),
      eventId: standing.get(one.event.key)?.id ?? '',
      body: one.body,
      digest: one.digest,
    })),
    now,
  );
  const causes = conflicting
    .filter((one) => open.has(standing.get(one.event.key)?.id ?? ''))
    .map(({ event }): Cause => ({ kind: 'conflict', eventKey: event.key, number: event.number }));
  await store.causes.raise(
    causes.map((cause) => ({ id: newId(now), key: causeKey(cause), cause })),
    now,
  );
}
