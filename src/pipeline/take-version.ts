// The till sent an event again with other content, and a person takes that: a version, an event of its own, in the place of the one before.
import { createHash } from 'node:crypto';
import { eventAmount } from '../events/event-amount.ts';
import { reversalKey, versionKey } from '../events/event-key.ts';
import type { FinancialEvent } from '../events/financial-event.ts';
import { parseEvent } from '../events/parse-event.ts';
import { readEvent } from '../events/read-event.ts';
import { mayBeAtQuickbooks } from '../posting/posting.ts';
import { addToDays } from './add-to-days.ts';
import { assignPostings } from './assign-postings.ts';
import { audit } from './audit.ts';
import type { CompanyBooks, OperationRefusal } from './company-books.ts';
import { type EventContext, recordingContext, withIdentity } from './event-context.ts';
import type { NewEvent, OtherContent, StoredEvent } from './event-port.ts';
import { inFormerBooks, liesInFormerBooks } from './former-books.ts';
import { learnFrom } from './learn-subjects.ts';
import { settleMs } from './open-summaries.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import { loadPosted } from './posted-entries.ts';
import { eventToInsert } from './record-events.ts';
import type { CompanyRow, CompanyStore } from './storage-port.ts';
import { takeOut } from './take-out.ts';
import type { Theirs, VersionReading } from './theirs-in-force.ts';

type Taken = Awaited<ReturnType<CompanyBooks['takeVersion']>>;

const refuse = (code: string, message: string): OperationRefusal => ({ ok: false, code, message });

export function takingVersions(ports: PipelinePorts, companyId: string): Pick<CompanyBooks, 'takeVersion'> {
  return {
    async takeVersion(of, who) {
      const taken = await ports.storage.transaction(companyId, (store) =>
        takeVersion(ports, store, { ...of, who, ledger: ports.ledgerOf(companyId) }),
      );
      if (taken.ok) await wakeLane(ports, companyId);
      return taken;
    },
  };
}

async function takeVersion(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { id: string; contentId: string | null; who: string; ledger: VersionReading },
): Promise<Taken> {
  const now = ports.clock.now();
  // Nothing is built, sent or recorded meanwhile, a void of it least of all.
  await store.lane.lock();
  const company = await store.company.readForChange();
  const chosen = await choose(store, request);
  if (!chosen.ok) return chosen;
  const { first, current, content, version } = chosen;
  if (await liesInFormerBooks(store, current)) return inFormerBooks;
  const refusal =
    theirsRefusals[(await loadPosted(store, [current], request.ledger)).get(current.key)?.theirs ?? 'none'];
  if (refusal !== null) return refusal;
  const context = await recordingContext(store, company);
  const parsed = parseEvent(content.body, context);
  if (!parsed.ok) return refuse('unreadable-version', 'What came besides it is no event under the settings of today.');
  if (parsed.event.reverses !== null) return isVoid;
  const event = withIdentity(parsed.event, { key: versionKey(first.key, version), reverses: null });
  const replaced = await replace(ports, store, { event: current, why: `version ${version} takes its place`, now });
  const making = { first, current, version, company, context, newId: () => ports.newId(now) };
  const reversal = reversing(making);
  const newVersion = versionRow(event, { content, making });
  const rows = replaced ? [newVersion] : [reversal.row, newVersion];
  await store.events.insert(rows, now);
  const summarized = rows.filter(({ status, postingKey }) => status === 'ready' && postingKey === null);
  await assignPostings(ports, store, { company, now, settleMs, events: summarized });
  await learnFrom(store, [event], now);
  // What is replaced counts no more than what is taken back.
  await addToDays(store, [reversal.event, event], context);
  await settleContent(store, { first, content, versionId: newVersion.id, who: request.who, now });
  const detail = { key: first.key, version, reversed: !replaced };
  const inBooks = { recorded: rows.length, takenOut: replaced ? 1 : 0 };
  await audit(ports, store, { who: request.who, action: 'version-taken', detail, inBooks });
  return { ok: true, id: newVersion.id, version, reversed: !replaced };
}

/** Of what is gone there, and was to be, nothing is taken back: its reversal goes out by itself. */
const theirsRefusals: Readonly<Record<Theirs, OperationRefusal | null>> = {
  none: null,
  gone: null,
  undecided: refuse(
    'drift-undecided',
    'Its entry was changed or deleted in QuickBooks: decide about that first, then take the new version.',
  ),
  changed: refuse(
    'theirs-accepted',
    'Its entry was changed in QuickBooks, and that was accepted: put the new version right there, and keep the first.',
  ),
};

/** A person who takes an entry out whose number is taken has looked at it there; nobody has here: then it is false. */
async function replace(
  ports: PipelinePorts,
  store: CompanyStore,
  takingOut: { event: StoredEvent; why: string; now: Date },
): Promise<boolean> {
  const { postingKey } = takingOut.event;
  const postings = postingKey === null ? [] : await store.postings.byKeys([postingKey]);
  return !postings.some(mayBeAtQuickbooks) && (await takeOut(ports, store, takingOut));
}

interface Chosen {
  readonly ok: true;
  /** The first of the key. */
  readonly first: StoredEvent;
  /** The one in force until now. */
  readonly current: StoredEvent;
  readonly content: OtherContent;
  readonly version: number;
}

const isVoid = refuse('is-void', 'A void is not changed: void it in the till, or keep the first.');

async function choose(
  store: CompanyStore,
  { id, contentId }: { id: string; contentId: string | null },
): Promise<Chosen | OperationRefusal> {
  const opened = await store.events.byId(id);
  const first = (await store.events.byKeys([opened?.versionOf ?? opened?.key ?? ''])).get(
    opened?.versionOf ?? opened?.key ?? '',
  );
  if (first === undefined) return refuse('event-not-found', 'There is no such event.');
  const contents = await store.events.otherContents(first.id);
  const content = contentId === null ? contents.at(-1) : contents.find((one) => one.id === contentId);
  if (content === undefined) return refuse('no-conflict', 'Nothing else has come under the key of this event.');
  const versions = (await store.events.versionsOf(first.key)).filter(({ reverses }) => reverses === null);
  const current = versions.at(-1) ?? first;
  if (current.reverses !== null) return isVoid;
  if (current.status === 'handled-outside') {
    return refuse('is-outside', 'It was handled outside: bring it back first, or keep the first.');
  }
  if ((await store.events.reversalsOf([current.key])).length > 0) {
    return refuse('is-voided', 'It has been voided: what came besides it has nothing to take the place of.');
  }
  return { ok: true, first, current, content, version: current.version + 1 };
}

interface Making {
  readonly first: StoredEvent;
  readonly current: StoredEvent;
  readonly version: number;
  readonly company: CompanyRow;
  readonly context: EventContext;
  newId(): string;
}

/** A void without lines, on the date of what it takes back, so that the day comes out right. */
function reversing({ first, current, version, company, context, newId }: Making): {
  event: FinancialEvent;
  row: NewEvent;
} {
  const { source, kind, sourceId, occurredAt, location, number, businessDate, currency, exchangeRate } = current;
  const body = {
    ...{ source, kind, sourceId, occurredAt, location, number, businessDate, reverses: current.key },
    ...(exchangeRate !== null && { currency, exchangeRate }),
    memo: `Takes back ${number}: version ${version} takes its place`,
  };
  const read = readEvent(body, { businessDate, companyCurrency: context.companyCurrency });
  const event = withIdentity(read, { key: reversalKey(first.key, version), reverses: current.key });
  const text = JSON.stringify(body);
  const row = eventToInsert(event, {
    ...{ id: newId(), body: text, digest: createHash('sha256').update(text).digest(), company },
    amount: { amountMinor: -current.amountMinor, currency, exchangeRate },
    inScope: true,
  });
  return { event, row: { ...row, versionOf: first.key, version } };
}

/** In scope where the one before was, whatever the sync start is by now. */
function versionRow(event: FinancialEvent, of: { content: OtherContent; making: Making }): NewEvent {
  const { content, making } = of;
  const row = eventToInsert(event, {
    ...{ id: making.newId(), body: JSON.stringify(content.body), digest: content.digest, company: making.company },
    amount: eventAmount(event),
    inScope: making.current.postingKey !== null,
  });
  return { ...row, versionOf: making.first.key, version: making.version };
}

/** What else came under the key is put aside with it. */
async function settleContent(
  store: CompanyStore,
  of: { first: StoredEvent; content: OtherContent; versionId: string; who: string; now: Date },
): Promise<void> {
  const { first, content, versionId, who, now } = of;
  await store.events.takeContent({ id: content.id, versionId });
  await store.events.putConflictsAside(first.id, who, now);
  const open = await store.causes.open();
  const told = open.filter(({ cause }) => cause.kind === 'conflict' && cause.eventKey === first.key);
  await store.causes.resolve(
    told.map(({ id }) => id),
    now,
  );
}
