// The way of a call under /v3/company: who asks, may they, how often, what goes wrong today, then the work in one transaction.
import { randomUUID } from 'node:crypto';
import { pacificTime } from '../clock.ts';
import type { Company } from '../company/companies.ts';
import type { Settings } from '../company/settings.ts';
import { contextOf, type Emulator } from '../emulator.ts';
import { objectOf } from '../entities/definition.ts';
import { includesIn } from '../entities/includes.ts';
import type { Writing } from '../entities/write.ts';
import type { FaultKind } from '../faults/fault-rules.ts';
import { type Call, headerOf, jsonReply, type Reply } from '../http/exchange.ts';
import { answerXml } from '../xml/messages.ts';
import { reportXml } from '../xml/report.ts';
import { batchedNames, itemFaultOf, metReply } from './bad-day.ts';
import { startOf } from './call-log.ts';
import { ApiFault, faults } from './fault.ts';
import { faultReply } from './fault-reply.ts';
import { emptyToken, forbidden, serviceMembers, throttled, unauthenticated } from './gateway-reply.ts';
import { isRead, meteredCalls } from './metering.ts';
import { bodyOf } from './request-body.ts';
import { doneOnce } from './request-ids.ts';
import { answer, callName } from './requests.ts';
import { formNamed, formPdf } from './sales-forms.ts';
import { downloadAddress } from './upload.ts';

interface Outcome {
  readonly reply: Reply;
  readonly refused?: boolean;
  readonly injected?: FaultKind;
  readonly clientId?: string;
}

interface Path {
  readonly realmId: string;
  readonly resource: readonly string[];
}

export function answerApi(emulator: Emulator, call: Call, path: Path): Reply {
  const started = performance.now();
  const guarded = guard(emulator, call, path);
  const reply = inFormat(call, guarded.reply, emulator.clock.now());
  const durationMs = performance.now() - started;
  const tid = `1-${randomUUID()}`;
  const metered = meter(emulator, call, { ...path, ...guarded });
  logCall(emulator, call, { ...path, ...guarded, reply, durationMs, tid, metered });
  return { ...reply, headers: { ...stamps(tid, durationMs), ...reply.headers } };
}

/** The headers that were seen on live answers. */
function stamps(tid: string, durationMs: number): Readonly<Record<string, string>> {
  const total = Math.max(1, Math.round(durationMs));
  return {
    intuit_tid: tid,
    'qbo-version': '1988.176',
    'service-time': `total=${total}, db=${Math.floor(total / 2)}`,
    'x-spanid': randomUUID(),
    'x-amzn-trace-id': `Root=${tid}`,
    'cache-control': 'no-store',
    server: 'nginx',
  };
}

interface Answered extends Path, Outcome {
  readonly durationMs: number;
  readonly tid: string;
  readonly metered: number;
}

/** Counts towards what the app may read in a month. */
function meter(
  { apps, companies }: Emulator,
  call: Call,
  { realmId, resource, reply, clientId }: Path & Outcome,
): number {
  const settings = companies.get(realmId)?.settings;
  if (!settings) return 0;
  const metered = meteredCalls({ call, name: callName(resource), reply, settings });
  if (clientId !== undefined) apps.meter(clientId, metered);
  return metered;
}

function logCall({ companies, callLog, clock }: Emulator, call: Call, answered: Answered): void {
  const { realmId, resource, reply, durationMs, tid, clientId, refused, injected, metered } = answered;
  if (!companies.get(realmId)) return;
  callLog.add(realmId, {
    at: new Date(clock.now()).toISOString(),
    method: call.method,
    path: startOf(`${call.path}${call.query.size > 0 ? `?${call.query}` : ''}`),
    call: callName(resource),
    clientId: clientId ?? null,
    status: reply.mischief === 'drop' ? 0 : reply.status,
    durationMs: Math.round(durationMs * 10) / 10,
    metered: metered > 0,
    meteredCalls: metered,
    refused: refused ?? false,
    fault: injected ?? null,
    tid,
    request: startOf(call.body),
    reply: startOf(reply.body),
  });
}

/** JSON where the call asks for it, XML otherwise. */
function inFormat(call: Call, reply: Reply, now: number): Reply {
  if (/json/i.test(`${headerOf(call, 'accept')} ${call.query.get('format') ?? ''}`)) return reply;
  if (reply.status === 429 || !reply.headers['content-type']?.includes('json')) return reply;
  const members = objectOf(JSON.parse(reply.body)) ?? {};
  return {
    ...reply,
    headers: { ...reply.headers, 'content-type': 'application/xml;charset=UTF-8' },
    body: 'Columns' in members ? reportXml(members) : answerXml(serviceMembers(members, now)),
  };
}

function guard(emulator: Emulator, call: Call, { realmId, resource }: Path): Outcome {
  const { clock, grants, companies } = emulator;
  const now = clock.now();
  const company = companies.get(realmId);
  const token = headerOf(call, 'authorization').replace(/^bearer\s*/i, '');
  if (token === '' && company?.settings.emptyTokenCode === '3202') return { reply: emptyToken(now), refused: true };
  const access = grants.check(token);
  if (!access.ok) {
    const detail =
      access.reason === 'expired' ? 'Token expired: the access token has run out' : 'Token revoked or unknown';
    return { reply: unauthenticated(detail, now), refused: true };
  }
  if (
    !company ||
    access.grant.realmId !== realmId ||
    !access.grant.scope.includes('com.intuit.quickbooks.accounting')
  ) {
    return { reply: forbidden(now), refused: true, clientId: access.grant.clientId };
  }
  const { settings } = company;
  const { clientId } = access.grant;
  if (!isWithinLimits(emulator, call, { settings, realmId, clientId, resource })) {
    return { reply: throttled(settings, now), refused: true, clientId };
  }
  const outcome = meetBadDay(emulator, { call, company, resource });
  const delayMs = settings.latencyMs + (outcome.reply.delayMs ?? 0);
  return { ...outcome, reply: { ...outcome.reply, delayMs }, clientId };
}

interface Asking extends Path {
  readonly settings: Settings;
  readonly clientId: string;
}

/** The throttles, and what the app's tier lets it read in a month. */
function isWithinLimits(
  { apps, limits }: Emulator,
  call: Call,
  { settings, realmId, clientId, resource }: Asking,
): boolean {
  const name = callName(resource);
  if (isRead(call, name) && !apps.mayRead(clientId)) return false;
  if (!settings.limits) return true;
  const isSent = call.method === 'POST' && resource[2]?.toLowerCase() === 'send';
  const { reportsPerMinute } = settings;
  return limits.take({ realmId, clientId, name, isSent, reportsPerMinute });
}

interface Allowed {
  readonly call: Call;
  readonly company: Company;
  readonly resource: readonly string[];
}

function meetBadDay(emulator: Emulator, allowed: Allowed): Outcome {
  const { company } = allowed;
  const dice = emulator.diceOf(company.realmId);
  const { body } = allowed.call;
  const rule = dice.draw(callName(allowed.resource), body) ?? dice.drawForBatch(namesInBatch(allowed), body);
  if (!rule) return perform(emulator, allowed);
  const done = () => perform(emulator, allowed).reply;
  return { reply: metReply(rule, { company, now: emulator.clock.now(), done }), injected: rule.fault };
}

function namesInBatch({ call, company, resource }: Allowed): readonly string[] {
  if (company.faultRules.length === 0 || callName(resource) !== 'batch') return [];
  try {
    return batchedNames(bodyOf(call));
  } catch (error) {
    if (error instanceof ApiFault) return [];
    throw error;
  }
}

function perform(emulator: Emulator, { call, company, resource }: Allowed): Outcome {
  const { store } = emulator;
  try {
    const isRead = call.method === 'GET' || callName(resource) === 'query';
    if (isRead) return { reply: work(emulator, { call, company, resource }) };
    const request = { call, company, resource };
    const doing = { ...request, done: () => work(emulator, request) };
    return { reply: store.transaction(() => doneOnce(emulator, doing)) };
  } catch (error) {
    if (error instanceof ApiFault) return { reply: faultReply(error, emulator.clock.now()) };
    console.error(error);
    return { reply: faultReply(faults.system(), emulator.clock.now()) };
  }
}

function work(emulator: Emulator, { call, company, resource }: Allowed): Reply {
  const { clock } = emulator;
  if (call.isMalformed) throw faults.malformedText();
  const context = contextOf(emulator, company, { origin: call.origin, includes: includesIn(call.query) });
  const plain = call.method === 'GET' ? plainReply(resource, context) : null;
  if (plain) return plain;
  const members = answer({ call, resource, context, itemFault: itemFaultOf(emulator.diceOf(company.realmId)) });
  // A report carries its time in its header.
  if (callName(resource) === 'reports') return jsonReply(200, members);
  return jsonReply(200, { ...members, time: pacificTime(clock.now()) });
}

/** What is neither JSON nor XML: the address of a file, a form printed; null where the path is for neither. */
function plainReply(resource: readonly string[], context: Writing): Reply | null {
  if (callName(resource) === 'download') {
    const headers = { 'content-type': 'text/plain;charset=utf-8' };
    return { status: 200, headers, body: downloadAddress(resource[1] ?? '', context) };
  }
  const form = formNamed(resource, 'pdf');
  if (!form) return null;
  return { status: 200, headers: { 'content-type': 'application/pdf' }, body: '', bytes: formPdf(form, context) };
}
