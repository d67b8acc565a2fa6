// Deliberate bugs, each of which the simulation must catch: what stands in the source, and what stands there instead.

export interface Mutation {
  readonly name: string;
  /** What the code does wrong then. */
  readonly bug: string;
  /** Every occurrence is replaced. */
  readonly edits: readonly { readonly file: string; readonly find: string; readonly replace: string }[];
}

const one = (name: string, bug: string, edit: Mutation['edits'][number]): Mutation => ({ name, bug, edits: [edit] });

const nextStep = 'src/posting/next-step.ts';
const recover = 'src/pipeline/recover-entries.ts';
const client = 'packages/quickbooks-client/src/accounting.ts';

export const mutations: readonly Mutation[] = [
  one('intent-not-saved', 'sends before the intent is saved', {
    file: 'src/pipeline/write-intents.ts',
    find: 'await store.postings.saveIntents(intents, now);',
    replace: '',
  }),
  one('new-request-id', 'retries under a new request id', {
    file: recover,
    find: 'requestId: first.requestId,',
    replace: "requestId: first.requestId.slice(0, -1) + 'x',",
  }),
  one('unknown-is-refused', 'takes an unknown outcome for one that was not written', {
    file: nextStep,
    find: 'return unanswered(outcome.reason, outcome.pauseMs, context);',
    replace:
      'return notWritten(pauseLane(outcome.reason, outcome.pauseMs, context), { ...context, sentBefore: false });',
  }),
  one('write-without-lease', 'writes although the lease is lost', {
    file: 'src/pipeline/lane.ts',
    find: '!(await store.lane.renew(lease, now, extended))',
    replace: '((await store.lane.renew(lease, now, extended)) && false)',
  }),
  one('call-without-lease', 'does not look at the lease before a call', {
    file: 'src/pipeline/lane.ts',
    find: 'ports.clock.now().getTime() >= state.until - callMarginMs',
    replace: 'callMarginMs < 0',
  }),
  {
    name: 'number-proves-all',
    bug: 'trusts the document number alone',
    edits: [
      {
        file: 'src/quickbooks/journal-entry-wire.ts',
        find: "ours: sentMarker !== null && findMarker(text(found, 'PrivateNote') ?? '') === sentMarker,",
        replace: 'ours: sentMarker !== null,',
      },
      {
        file: 'src/quickbooks/journal-entry-wire.ts',
        find: 'equal: ours !== null && theirs !== null && isSameEntry(ours, theirs),',
        replace: 'equal: ours !== null,',
      },
    ],
  },
  one('batch-taken-apart', 'replays one of a batch as if it had been alone in it', {
    file: recover,
    find: 'sendAgain(lane, store, { together, now })',
    replace: 'sendAgain(lane, store, { together: [posting], now })',
  }),
  one('settled-batch-again', 'sends a batch again of which some are settled', {
    file: recover,
    find: 'return unresolved.length !== (posting.batchSize ?? 1);',
    replace: 'return unresolved.length > (posting.batchSize ?? 1);',
  }),
  {
    name: 'batches-share-an-id',
    bug: 'sends the batches that go at once under one request id',
    edits: [
      {
        file: 'src/pipeline/write-intents.ts',
        find: 'const chosen = await chosenDimensions(store, connection);',
        replace: 'const chosen = await chosenDimensions(store, connection); const sharedId = ports.newId(now);',
      },
      {
        file: 'src/pipeline/write-intents.ts',
        find: 'const batchId = batch ? ports.newId(now) : null;',
        replace: 'const batchId = batch ? sharedId : null;',
      },
    ],
  },
  one('sent-before-forgotten', 'forgets that an earlier call may have been written', {
    file: recover,
    find: 'sentBefore: true,',
    replace: 'sentBefore: false,',
  }),
  one('refusal-believed', 'believes a refusal although an earlier call may have been written', {
    file: nextStep,
    find: 'if (context.sentBefore) return {',
    replace: 'if (context.sentBefore && context.failures < 0) return {',
  }),
  one('never-looked-up', 'relies on request ids for ever', {
    file: nextStep,
    find: "return sinceMs < resendWindowMs ? { step: 'send-again' } : { step: 'look-up' };",
    replace: "return sinceMs < Number.MAX_VALUE ? { step: 'send-again' } : { step: 'look-up' };",
  }),
  one('not-found-at-once', 'takes "not found" for "not there" while a call may be under way', {
    file: nextStep,
    find: 'if (settledAt > context.now) return',
    replace: 'if (settledAt < context.firstSentAt) return',
  }),
  one('throttled-is-refused', 'takes a 429 for one that was not written', {
    file: client,
    find: "return { outcome: 'unknown', why: 'throttled', reason, faults, ...at };",
    replace: "return { outcome: 'not-acted', why: 'unreachable', reason, faults, ...at };",
  }),
  one('error-is-refused', 'takes a 5xx for one that was not written', {
    file: client,
    find: "return { outcome: 'unknown', why: 'server-error', reason, faults, ...at };",
    replace: "return { outcome: 'not-acted', why: 'unreachable', reason, faults, ...at };",
  }),
  one('lost-is-refused', 'takes a lost connection for one that never stood', {
    file: 'packages/quickbooks-client/src/exchange.ts',
    find: 'httpStatus === null && beforeConnection.test(code)',
    replace: 'httpStatus === null && (beforeConnection.test(code) || true)',
  }),
  one('ambiguous-is-refused', 'takes the ambiguous 6000 for a plain refusal', {
    file: 'src/posting/faults.ts',
    find: "code === '6000' && ambiguousWording.test",
    replace: "code === '' && ambiguousWording.test",
  }),
  one('calls-not-counted', 'does not count its calls', {
    file: 'src/pipeline/take-call.ts',
    find: 'await store.lane.recordCall({ id: ports.newId(now), kind, at: now, forgetBefore: windowStart(now) });',
    replace: '',
  }),
  {
    name: 'two-refresh',
    bug: 'lets two processes refresh one token',
    edits: [
      { file: 'src/postgres/token-store.ts', find: 'and (refreshing_until is null or', replace: 'and (true or' },
      {
        file: 'src/quickbooks/quickbooks-session.ts',
        find: 'refreshingUntil === null || refreshingUntil <= now;',
        replace: 'refreshingUntil === null || now.getTime() > 0;',
      },
    ],
  },
  one('refresh-over-its-own', 'refreshes again at once after a lost answer', {
    file: 'src/quickbooks/quickbooks-session.ts',
    find: 'return without(answer.reason);',
    replace: 'reason = answer.reason; break;',
  }),
  one('tokens-used-unsaved', 'uses new tokens before they are saved', {
    file: 'src/quickbooks/quickbooks-session.ts',
    find: 'await ports.tokens.saveRefreshed(stored.version, tokenPair(answer.tokens, ports.clock.now()));',
    replace:
      'const fresh = tokenPair(answer.tokens, ports.clock.now()); void ports.tokens.saveRefreshed(stored.version, fresh).catch(() => undefined); if (fresh.accessToken !== stored.tokens.accessToken) return accessOf({ ...stored, tokens: fresh });',
  }),
  one('intent-forgotten', 'forgets what was about to be sent when a worker died', {
    file: 'src/postgres/postings.ts',
    find: ".where('state', 'in', ['intent-saved', 'unknown'])",
    replace: ".where('state', 'in', ['unknown'])",
  }),
  one('same-id-after-refusal', 'sends what was refused again under the same request id', {
    file: 'src/pipeline/save-outcomes.ts',
    find: "after.state === 'ready' && outcome.httpStatus !== null ? posting.attempt + 1 : posting.attempt",
    replace: 'posting.attempt',
  }),
  one('outage-refuses', 'refuses what is not answered while nothing else is either', {
    file: 'src/posting/unanswered.ts',
    find: 'return unanswered === 1 && !answersOthers ? unanswered : unanswered + 1;',
    replace: 'return answersOthers ? unanswered + 1 : unanswered + 1;',
  }),
  one('never-refused', 'sends for ever what is never answered, while others are', {
    file: nextStep,
    find: 'return inVain < unansweredMax ?',
    replace: 'return inVain < Number.MAX_VALUE ?',
  }),
  one('change-never-refused', 'sends for ever a change that is never answered, while entries are', {
    file: 'src/posting/entry-update.ts',
    find: 'return inVain < unansweredMax',
    replace: 'return inVain < Number.MAX_VALUE',
  }),
  one('joins-what-is-sent', 'adds an event to a summary that is in QuickBooks', {
    file: 'src/pipeline/open-summaries.ts',
    find: 'return parts.every((part) => !mayBeAtQuickbooks(part));',
    replace: 'return parts.every((part) => part.part > 0 || mayBeAtQuickbooks(part));',
  }),
  one('moves-what-is-sent', 'moves an event that may be in QuickBooks when the posting mode changes', {
    file: 'src/pipeline/switch-mode.ts',
    find: 'postingKey !== null && !closed.has(postingKey)',
    replace: 'postingKey !== null',
  }),
  one('taken-number-built-anew', 'builds anew by hand what lies in QuickBooks under its number', {
    file: 'src/pipeline/retry.ts',
    find: 'posting.foundThere',
    replace: '(posting.attempt < 0)',
  }),
];
