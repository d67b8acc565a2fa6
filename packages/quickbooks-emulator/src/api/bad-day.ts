// What a bad-day rule does to a call: before the work, after it, or to the answer on its way.
import type { Company } from '../company/companies.ts';
import { objectOf } from '../entities/definition.ts';
import type { FaultDice, FaultRule } from '../faults/fault-rules.ts';
import type { Reply } from '../http/exchange.ts';
import type { ApiObject } from '../store/objects.ts';
import { type ItemFault, itemName } from './batch.ts';
import { type ApiFault, ambiguousFault } from './fault.ts';
import { faultReply } from './fault-reply.ts';
import { faultOfCode } from './fault-table.ts';
import { forbidden, throttled, unauthenticated } from './gateway-reply.ts';

const latencyDefaultMs = 2000;

interface MetCall {
  readonly company: Company;
  readonly now: number;
  /** Does the work and gives the answer that a good day would have. */
  done(): Reply;
}

export function metReply(rule: FaultRule, { company, now, done }: MetCall): Reply {
  switch (rule.fault) {
    case 'latency':
      return { ...done(), delayMs: rule.latencyMs ?? latencyDefaultMs };
    case 'drop-before-write':
      return { status: 0, headers: {}, body: '', mischief: 'drop' };
    case 'drop-after-write':
      return { ...done(), mischief: 'drop' };
    case 'error-before-write':
      return brokenReply(rule, company, now);
    case 'error-after-write':
      done();
      return brokenReply(rule, company, now);
    case 'ambiguous-6000':
      done();
      return faultReply(ambiguousFault(), now);
    case 'throttle':
      return throttled(company.settings, now);
    case 'truncate':
    case 'slow-body':
      return { ...done(), mischief: rule.fault };
    case 'duplicate':
      return done();
  }
}

/** What comes from the gateway has its envelope; from the proxy before it, 502 to 504, plain text; else the service's. */
function brokenReply(rule: FaultRule, { settings }: Company, now: number): Reply {
  const { code, status = 500 } = rule;
  if (code === undefined && status >= 502) return proxyReply(status);
  if (code === '3001') return throttled(settings, now);
  if (code === '3100') return forbidden(now);
  if (code === '3200') return unauthenticated('Token expired: the access token has run out', now);
  return faultReply(ruleFault(rule), now);
}

/** Envoy's words. */
function proxyReply(status: number): Reply {
  const body =
    status === 504
      ? 'stream timeout'
      : 'upstream connect error or disconnect/reset before headers. reset reason: connection failure';
  return { status, headers: { 'content-type': 'text/plain', server: 'envoy' }, body };
}

/** The rule's own code and status; without a code a system fault. */
function ruleFault({ code = '10000', status }: FaultRule): ApiFault {
  return faultOfCode(code, status);
}

/** What the items of a batch are, as rules name them: each entity once. */
export function batchedNames(body: ApiObject): readonly string[] {
  const items: unknown = body.BatchItemRequest;
  const names = Array.isArray(items) ? items.map((item: unknown) => itemName(objectOf(item) ?? {})) : [];
  return [...new Set(names.map((name) => name?.toLowerCase() ?? ''))];
}

/** A rule for an entity's call also meets that entity inside a batch, where only a fault can be answered. */
export function itemFaultOf(dice: FaultDice): ItemFault {
  return (name, item) => {
    const rule = dice.drawForItem(name, JSON.stringify(item));
    if (!rule) return null;
    const isAfter = rule.fault === 'error-after-write' || rule.fault === 'ambiguous-6000';
    return {
      when: isAfter ? 'after' : 'before',
      fault: rule.fault === 'ambiguous-6000' ? ambiguousFault() : ruleFault(rule),
    };
  };
}
