// The way of a call under /v3/company: who asks, may they, how often, what goes wrong today, then the work in one transaction.
import { randomUUID } from 'node:crypto';
import { pacificTime } from '../clock.ts';
import type { Company } from '../company/companies.ts';
import type { Emulator } from '../emulator.ts';
import { objectOf } from '../entities/definition.ts';
import type { Writing } from '../entities/write.ts';
import type { FaultKind, FaultRule } from '../faults/fault-rules.ts';
import { type Call, headerOf, jsonReply, type Reply } from '../http/exchange.ts';
import type { Grant } from '../oauth/grants.ts';
import { answerXml } from '../xml/messages.ts';
import { type ItemFault, itemName } from './batch.ts';
import { textKept } from './call-log.ts';
import { ApiFault, ambiguousFault, fault, faultBody, faults } from './fault.ts';
import { forbidden, throttled, unauthenticated } from './gateway-reply.ts';
import { answer, bodyOf, callName, replayKey } from './requests.ts';

interface Outcome {
  readonly reply: Reply;
  readonly refused?: boolean;
  readonly injected?: FaultKind;
}

export function answerApi(
  emulator: Emulator,
  call: Call,
  path: { realmId: string; resource: readonly string[] },
): Reply {
  const started = performance.now();
  const { realmId, resource } = path;
  const guarded = guard(emulator, call, path);
  const outcome = { ...guarded, reply: inFormat(call, guarded.reply) };
  const tid = `1-${randomUUID()}`;
  const { reply, injected } = outcome;
  if (emulator.companies.get(realmId)) {
    const isWrite = call.method === 'POST' && callName(resource) !== 'query';
    emulator.callLog.add(realmId, {
      at: new Date(emulator.clock.now()).toISOString(),
      method: call.method,
      path: `${call.path}${call.query.size > 0 ? `?${call.query}` : ''}`.slice(0, textKept),
      call: callName(resource),
      status: reply.mischief === 'drop' ? 0 : reply.status,
      durationMs: Math.round((performance.now() - started) * 10) / 10,
      metered: !isWrite && reply.status < 400,
      refused: outcome.refused ?? false,
      fault: injected ?? null,
      tid,
      request: call.body.slice(0, textKept),
      reply: reply.body.slice(0, textKept),
    });
  }
  return {
    ...reply,
    headers: { ...reply.headers, intuit_tid: tid, 'qbo-version': '1988.176', 'cache-control': 'no-store' },
  };
}

/** JSON where the call asks for it, XML otherwise. Reports, and what the gateway says in lower case, stay JSON. */
function inFormat(call: Call, reply: Reply): Reply {
  if (/json/i.test(`${headerOf(call, 'accept')} ${call.query.get('format') ?? ''}`)) return reply;
  if (!reply.headers['content-type']?.includes('json')) return reply;
  const members = objectOf(JSON.parse(reply.body)) ?? {};
  if ('warnings' in members || 'Columns' in members) return reply;
  return {
    ...reply,
    headers: { ...reply.headers, 'content-type': 'application/xml;charset=UTF-8' },
    body: answerXml(members),
  };
}

function guard(
  emulator: Emulator,
  call: Call,
  { realmId, resource }: { realmId: string; resource: readonly string[] },
): Outcome {
  const { clock, grants, companies, limits } = emulator;
  const now = clock.now();
  const access = grants.check(headerOf(call, 'authorization').replace(/^bearer\s+/i, ''));
  if (!access.ok) {
    const detail =
      access.reason === 'expired' ? 'Token expired: the access token has run out' : 'Token revoked or unknown';
    return { reply: unauthenticated(detail, now), refused: true };
  }
  const company = companies.get(realmId);
  if (
    !company ||
    access.grant.realmId !== realmId ||
    !access.grant.scope.includes('com.intuit.quickbooks.accounting')
  ) {
    return { reply: forbidden(now), refused: true };
  }
  const { settings } = company;
  const isBatch = callName(resource) === 'batch';
  const time = pacificTime(now);
  if (settings.limits && !limits.take({ realmId, clientId: access.grant.clientId, isBatch })) {
    return { reply: throttled(settings.throttleBody, now, time), refused: true };
  }
  const outcome = meetBadDay(emulator, { call, company, resource, grant: access.grant });
  const delayMs = settings.latencyMs + (outcome.reply.delayMs ?? 0);
  return { ...outcome, reply: { ...outcome.reply, delayMs } };
}

interface Allowed {
  readonly call: Call;
  readonly company: Company;
  readonly resource: readonly string[];
  readonly grant: Grant;
}

const latencyDefaultMs = 2000;

function meetBadDay(emulator: Emulator, allowed: Allowed): Outcome {
  const { company, resource } = allowed;
  const dice = emulator.diceOf(company.realmId);
  const rule = dice.draw(callName(resource)) ?? dice.drawForBatch(batchedNames(allowed));
  if (!rule) return perform(emulator, allowed);
  const now = emulator.clock.now();
  const injected = rule.fault;
  const done = () => perform(emulator, allowed).reply;
  switch (rule.fault) {
    case 'latency':
      return { reply: { ...done(), delayMs: rule.latencyMs ?? latencyDefaultMs }, injected };
    case 'drop-before-write':
      return { reply: { status: 0, headers: {}, body: '', mischief: 'drop' }, injected };
    case 'drop-after-write':
      return { reply: { ...done(), mischief: 'drop' }, injected };
    case 'error-before-write':
      return { reply: brokenReply(rule, now), injected };
    case 'error-after-write':
      done();
      return { reply: brokenReply(rule, now), injected };
    case 'ambiguous-6000':
      done();
      return { reply: faultReply(ambiguousFault(), now), injected };
    case 'throttle':
      return { reply: throttled(company.settings.throttleBody, now, pacificTime(now)), injected };
    case 'truncate':
    case 'slow-body':
      return { reply: { ...done(), mischief: rule.fault }, injected };
    case 'duplicate':
      return { reply: done() };
  }
}

/** A 500 comes from the service with a fault; 502 to 504 from the proxy before it, as plain text. */
function brokenReply(rule: FaultRule, now: number): Reply {
  const problem = ruleFault(rule);
  const { status } = problem;
  if (status >= 502) return { status, headers: { 'content-type': 'text/plain' }, body: 'stream timeout' };
  return faultReply(problem, now);
}

/** The rule's own code and status; without them a system fault. */
function ruleFault({ code, status }: FaultRule): ApiFault {
  if (code === undefined) {
    const { errors, type } = faults.system();
    return new ApiFault(errors, { status: status ?? 500, type });
  }
  return fault(code, `Error ${code}`, `A bad-day rule answers error ${code} here`, { status: status ?? 400 });
}

/** What the items of a batch are, as rules name them: each entity once. */
function batchedNames({ call, company, resource }: Allowed): readonly string[] {
  if (company.faultRules.length === 0 || callName(resource) !== 'batch') return [];
  try {
    const items: unknown = bodyOf(call).BatchItemRequest;
    const names = Array.isArray(items) ? items.map((item: unknown) => itemName(objectOf(item) ?? {})) : [];
    return [...new Set(names.map((name) => name?.toLowerCase() ?? ''))];
  } catch {
    return [];
  }
}

/** A rule for an entity's call also meets that entity inside a batch, where only a fault can be answered. */
function itemFaultOf(emulator: Emulator, realmId: string): ItemFault {
  return (name) => {
    const rule = emulator.diceOf(realmId).drawForItem(name);
    if (!rule) return null;
    const isAfter = rule.fault === 'error-after-write' || rule.fault === 'ambiguous-6000';
    return {
      when: isAfter ? 'after' : 'before',
      fault: rule.fault === 'ambiguous-6000' ? ambiguousFault() : ruleFault(rule),
    };
  };
}

function perform(emulator: Emulator, { call, company, resource }: Allowed): Outcome {
  const { store } = emulator;
  try {
    const isRead = call.method === 'GET' || callName(resource) === 'query';
    if (isRead) return { reply: work(emulator, { call, company, resource }) };
    return { reply: store.transaction(() => replayed(emulator, { call, company, resource })) };
  } catch (error) {
    emulator.objects.forget();
    emulator.companies.forget();
    if (error instanceof ApiFault) return { reply: faultReply(error, emulator.clock.now()) };
    console.error(error);
    return { reply: faultReply(faults.system(), emulator.clock.now()) };
  }
}

/** A repeated request id gets the first answer again, and nothing is done. */
function replayed(emulator: Emulator, request: Pick<Allowed, 'call' | 'company' | 'resource'>): Reply {
  const { store } = emulator;
  const { call, company, resource } = request;
  const key = replayKey(call, resource);
  if (key === null) return work(emulator, request);
  const { realmId, settings } = company;
  const kept = store.get<{ status: number; body: string }>(
    'SELECT status, body FROM replies WHERE realm_id = ? AND request_id = ?',
    realmId,
    key,
  );
  if (kept) {
    if (settings.repeatedRequestId === 'fault-600')
      throw fault('600', 'Duplicate Request ID', 'The request id has been used before');
    return { ...jsonReply(kept.status, null), body: kept.body };
  }
  const keep = (reply: Reply) =>
    store.run(
      'INSERT INTO replies (realm_id, request_id, status, body) VALUES (?, ?, ?, ?)',
      realmId,
      key,
      reply.status,
      reply.body,
    );
  try {
    const reply = work(emulator, request);
    keep(reply);
    return reply;
  } catch (error) {
    // Checks come before the first write, so a fault leaves nothing to take back.
    if (!(error instanceof ApiFault) || !settings.replayFaults) throw error;
    const reply = faultReply(error, emulator.clock.now());
    keep(reply);
    return reply;
  }
}

function work(emulator: Emulator, { call, company, resource }: Pick<Allowed, 'call' | 'company' | 'resource'>): Reply {
  const { clock } = emulator;
  const context: Writing = {
    company,
    clock,
    store: emulator.store,
    objects: emulator.objects,
    ledger: emulator.ledger,
    companies: emulator.companies,
    webhooks: emulator.webhooks,
    allowDuplicateNumber: /allowduplicatedocnum/i.test(call.query.get('include') ?? ''),
    autoNumber: /allowautodocnum/i.test(call.query.get('include') ?? ''),
  };
  const members = answer({ call, resource, context, itemFault: itemFaultOf(emulator, company.realmId) });
  // A report carries its time in its header.
  if (callName(resource) === 'reports') return jsonReply(200, members);
  return jsonReply(200, { ...members, time: pacificTime(clock.now()) });
}

function faultReply(problem: ApiFault, now: number): Reply {
  return jsonReply(problem.status, { Fault: faultBody(problem), time: pacificTime(now) });
}
