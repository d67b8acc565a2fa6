// QuickBooks Online as the pipeline's ledger: sends what was prepared, and says which of the three ways it ended.
import {
  type Access,
  type Accounting,
  type BatchItemResult,
  type CallOutcome,
  type CreatedEntry,
  createAccounting,
  createOauth,
  type QuickbooksFault,
  quoted,
} from '@tillbook/quickbooks-client';

import type { Timer } from '../clock.ts';

import type { CallGuard, Ledger, PostOutcome, PreparedBatch, TokenStore } from '../pipeline/ledger-port.ts';
import { type Fault, faultRule, isThrottled } from '../posting/faults.ts';
import { throttlePauseMs } from '../posting/next-step.ts';
import { readAccount, readDimension } from './chart-wire.ts';
import { cannotHold, entryBody, readFoundEntry } from './journal-entry-wire.ts';

import { ledgerAccounts } from './ledger-accounts.ts';
import { ledgerReading, readRefusal } from './ledger-reading.ts';
import { ledgerVersions } from './ledger-versions.ts';
import { readPreferences } from './preferences-wire.ts';
import type { QuickbooksApp } from './quickbooks-authorization.ts';
import { createSession, type QuickbooksSession, tokenTimeoutMs } from './quickbooks-session.ts';

export interface LedgerPorts {
  readonly app: QuickbooksApp;
  readonly tokens: TokenStore;
  readonly clock: Timer;
  /** Told of each metered call, once it was answered. */
  readonly onMetered?: (() => Promise<void>) | undefined;
}

/** One per company and process, so that its callers share one refresh. */
export function createLedger({ app, tokens, clock, onMetered }: LedgerPorts): Ledger {
  const timeout = app.timeoutMs === undefined ? {} : { timeoutMs: app.timeoutMs };
  const { apiBaseUrl } = app.endpoints;
  const accounting = createAccounting({ apiBaseUrl, fetch: app.fetch, signal: app.ending, onMetered, ...timeout });
  const oauth = createOauth({ ...app, timeoutMs: Math.min(app.timeoutMs ?? tokenTimeoutMs, tokenTimeoutMs) });
  const session = createSession({ tokens, oauth, clock, wait: (ms) => clock.sleep(ms) });
  return ledgerOver(accounting, session);
}

function ledgerOver(accounting: Accounting, session: QuickbooksSession): Ledger {
  const asPerson = <T>(realmId: string, call: Call<T>) =>
    withAccess(session, guarded({ realmId, assertHeld: noLane }, call));
  return {
    cannotHold,
    entryBody,
    async postEntry({ guard, requestId, body }) {
      const call: Call<CreatedEntry> = (access) => accounting.createJournalEntry(access, { requestId, body });
      const answer = await withAccess(session, guarded(guard, call));
      return postOutcome(answer, (entry) => ({
        outcome: 'accepted',
        quickbooksId: entry.id,
        syncToken: entry.syncToken,
      }));
    },
    async postBatch(batch) {
      const answer = await withAccess(
        session,
        guarded(batch.guard, (access) => accounting.batchJournalEntries(access, batch)),
      );
      return batchOutcomes(batch, answer);
    },
    async findEntry({ guard, documentNumber, body }) {
      const where = `DocNumber = ${quoted(documentNumber)}`;
      const call: Call<readonly unknown[]> = (access) => accounting.query(access, { entity: 'JournalEntry', where });
      const answer = await withAccess(session, guarded(guard, call));
      if (answer.outcome !== 'done') return readRefusal(answer);
      return { ok: true, found: answer.value.map((entry) => readFoundEntry(entry, body)) };
    },
    async keepAccess() {
      const access = await session.access();
      return access.ok ? { ok: true } : access;
    },
    async readPreferences(guard) {
      const call: Call<unknown> = (access) => accounting.preferences(access);
      const answer = await withAccess(session, guardedWhereLane(guard, call));
      if (answer.outcome !== 'done') return readRefusal(answer);
      const { homeCurrency: _, ...preferences } = readPreferences(answer.value);
      return { ok: true, ...preferences };
    },
    ...ledgerReading(accounting, asPerson),
    ...ledgerAccounts(accounting, asPerson),
    ...ledgerVersions(accounting, (guard, call) => withAccess(session, guarded(guard, call))),
    async readDimensions(kind, guard) {
      const entity = kind === 'department' ? 'Department' : 'Class';
      const call: Call<readonly unknown[]> = (access) => accounting.query(access, { entity, where: activeOrNot });
      const answer = await withAccess(session, guardedWhereLane(guard, call));
      if (answer.outcome !== 'done') return readRefusal(answer);
      return { ok: true, dimensions: answer.value.flatMap((row) => readDimension(row) ?? []) };
    },
    async readChart(guard) {
      const of = { entity: 'Account', where: activeOrNot };
      const call: Call<readonly unknown[]> = (access) => accounting.query(access, of);
      const answer = await withAccess(session, guardedWhereLane(guard, call));
      if (answer.outcome !== 'done') return readRefusal(answer);
      return { ok: true, accounts: answer.value.flatMap((account) => readAccount(account) ?? []) };
    },
  };
}

const activeOrNot = 'Active IN (true, false)';

/** What a person reads needs no lane. */
const noLane = (): void => undefined;

type Call<T> = (access: Access) => Promise<CallOutcome<T>>;

function guardedWhereLane<T>(guard: CallGuard | undefined, call: Call<T>): Call<T> {
  return guard === undefined ? call : guarded(guard, call);
}

/** Asked anew before each call: a token may have taken its time to come, and a person may have connected another company. */
function guarded<T>(guard: CallGuard, call: Call<T>): Call<T> {
  return async (access) => {
    guard.assertHeld();
    if (access.realmId === guard.realmId) return call(access);
    return withoutAccess({
      why: 'unreachable',
      reason: 'another QuickBooks company is connected than this was made for',
    });
  };
}

/** Calls with a valid token; once more with a fresh one when QuickBooks no longer takes it. */
async function withAccess<T>(session: QuickbooksSession, call: Call<T>): Promise<CallOutcome<T>> {
  const first = await session.access();
  if (!first.ok) return withoutAccess(first);
  const answer = await call(first.access);
  if (!isAuthentication(answer)) return answer;
  // 403 says that the connection itself is void: a fresh token of it would be as well.
  if (answer.httpStatus === 403) {
    await session.giveUp(first.access.version, answer.reason);
    return answer;
  }
  const second = await session.accessAfterRefusal(first.access.version);
  if (!second.ok) return turnedAway(withoutAccess(second), answer);
  const again = await call(second.access);
  if (isAuthentication(again)) await session.giveUp(second.access.version, again.reason);
  return turnedAway(again, answer);
}

/** QuickBooks has had the request before: whatever came after that, it is none of which it never heard. */
function turnedAway<T>(again: CallOutcome<T>, { httpStatus, intuitTid }: NotActed): CallOutcome<T> {
  return again.outcome === 'not-acted' && again.httpStatus === null ? { ...again, httpStatus, intuitTid } : again;
}

type NotActed = Extract<CallOutcome<never>, { outcome: 'not-acted' }>;

function isAuthentication<T>(answer: CallOutcome<T>): answer is CallOutcome<T> & NotActed {
  return answer.outcome === 'not-acted' && answer.why === 'authentication';
}

function withoutAccess(refusal: { why: 'authentication' | 'unreachable'; reason: string }): NotActed {
  const { why, reason } = refusal;
  return { outcome: 'not-acted', why, reason, faults: [], httpStatus: null, intuitTid: null };
}

type Accepted = Pick<Extract<PostOutcome, { outcome: 'accepted' }>, 'outcome' | 'quickbooksId' | 'syncToken'>;

function postOutcome<T>(answer: CallOutcome<T>, accepted: (value: T) => Accepted): PostOutcome {
  const { httpStatus, intuitTid } = answer;
  const at = { httpStatus, intuitTid };
  switch (answer.outcome) {
    case 'done':
      return { ...accepted(answer.value), ...at };
    case 'refused':
      return faultOutcome(answer.faults, at);
    case 'not-acted':
      return { outcome: 'not-sent', why: answer.why, reason: answer.reason, ...at };
    case 'unknown': {
      const pauseMs = answer.why === 'throttled' ? throttlePauseMs : null;
      return { outcome: 'unknown', reason: answer.reason, pauseMs, ...at };
    }
  }
}

function batchOutcomes(
  batch: PreparedBatch,
  answer: CallOutcome<ReadonlyMap<string, BatchItemResult>>,
): ReadonlyMap<string, PostOutcome> {
  const { httpStatus, intuitTid } = answer;
  const at = { httpStatus, intuitTid };
  const outcomeOf = (itemId: string): PostOutcome => {
    if (answer.outcome !== 'done') return ofTheWhole(postOutcome(answer, neverAccepted));
    const item = answer.value.get(itemId) ?? { result: 'missing' };
    switch (item.result) {
      case 'created':
        return { outcome: 'accepted', quickbooksId: item.entry.id, syncToken: item.entry.syncToken, ...at };
      case 'fault':
        return faultOutcome(item.faults, at);
      case 'missing':
        return { outcome: 'unknown', reason: 'the answer to the batch leaves it out', pauseMs: null, ...at };
    }
  };
  return new Map(batch.items.map(({ itemId }) => [itemId, outcomeOf(itemId)]));
}

/** A refusal of the batch that speaks of entries says nothing about any single one: one of them is to blame for all. */
function ofTheWhole(outcome: PostOutcome): PostOutcome {
  if (outcome.outcome !== 'refused') return outcome;
  const rule = faultRule(outcome);
  if (rule.handling !== 'cause' || rule.cause === 'authentication' || rule.cause === 'company-lapsed') return outcome;
  const { httpStatus, intuitTid } = outcome;
  const reason = [outcome.code, outcome.message, outcome.detail].filter((part) => part !== '').join(' ');
  return { outcome: 'not-sent', why: 'batch-refused', reason, httpStatus, intuitTid };
}

const neverAccepted = (): never => {
  throw new Error('A batch that was not done has accepted nothing.');
};

/** Of several faults, the one after which it may be there counts first; else the first. */
function faultOutcome(
  faults: readonly [QuickbooksFault, ...QuickbooksFault[]],
  at: { readonly httpStatus: number | null; readonly intuitTid: string | null },
): PostOutcome {
  const heard = faults.map((fault): Fault => ({ ...fault, httpStatus: at.httpStatus }));
  const handlingOf = (fault: Fault) => faultRule(fault).handling;
  const fault = heard.find((each) => handlingOf(each) === 'retry') ??
    heard.find((each) => handlingOf(each) === 'look-up') ?? { ...faults[0], httpStatus: at.httpStatus };
  if (handlingOf(fault) === 'retry') {
    const pauseMs = isThrottled(fault) ? throttlePauseMs : null;
    return { outcome: 'unknown', reason: `${fault.code} ${fault.message}`.trim(), pauseMs, ...at };
  }
  const { code, message, detail, element } = fault;
  return { outcome: 'refused', code, message, detail, element, ...at };
}
