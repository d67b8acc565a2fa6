// The bad-day rules of a company: which calls go wrong, how, how often; seeded, so that a bad day can be repeated.

import type { Problem } from '../company/settings.ts';

export const faultKinds = [
  'latency',
  'drop-before-write',
  'drop-after-write',
  'error-before-write',
  'error-after-write',
  'ambiguous-6000',
  'throttle',
  'truncate',
  'slow-body',
  'duplicate',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface FaultRule {
  /** A call's name in lower case, or `*` for every call under /v3/company; token endpoint and webhooks only by name. */
  readonly call: string;
  readonly fault: FaultKind;
  readonly status?: number;
  /** The code of the fault that an error answers; without it, 10000. */
  readonly code?: string;
  /** It meets only what has this text in its body. */
  readonly containing?: string;
  readonly probability?: number;
  readonly times?: number;
  readonly seed?: number;
  readonly latencyMs?: number;
  /** So many calls that it would meet pass first. */
  readonly skip?: number;
  /** It ends so long after it was put, by the clock of the emulator. */
  readonly forMs?: number;
}

export function parseFaultRules(value: unknown): { ok: true; rules: FaultRule[] } | { ok: false; problems: Problem[] } {
  if (!Array.isArray(value)) return { ok: false, problems: [{ field: '', value, rule: 'is a list of rules' }] };
  const problems: Problem[] = [];
  const rules: FaultRule[] = [];
  value.forEach((given: unknown, index) => {
    const rule = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>;
    const found = problemsOf(rule).map((problem) => ({ ...problem, field: `${index}.${problem.field}` }));
    problems.push(...found);
    if (found.length > 0) return;
    rules.push({ ...(rule as unknown as FaultRule), call: String(rule.call).toLowerCase() });
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rules };
}

function problemsOf(rule: Readonly<Record<string, unknown>>): Problem[] {
  const { call, fault, code } = rule;
  const problems: Problem[] = [];
  const unknown = Object.keys(rule).filter((name) => !fieldNames.includes(name));
  for (const field of unknown) problems.push({ field, value: rule[field], rule: `is one of ${fieldNames.join(', ')}` });
  if (typeof call !== 'string' || call === '') {
    problems.push({ field: 'call', value: call, rule: 'is "*", "token", "webhook" or the name of a call' });
  }
  if (!faultKinds.some((kind) => kind === fault)) {
    problems.push({ field: 'fault', value: fault, rule: `is one of ${faultKinds.join(', ')}` });
  }
  const isForWebhooks = String(call).toLowerCase() === 'webhook';
  if (isForWebhooks && !webhookFaultKinds.some((kind) => kind === fault)) {
    problems.push({ field: 'fault', value: fault, rule: `is one of ${webhookFaultKinds.join(', ')} for a webhook` });
  } else if (!isForWebhooks && fault === 'duplicate') {
    problems.push({ field: 'fault', value: fault, rule: 'is for webhooks only' });
  }
  if (code !== undefined && !isCode(code, String(call).toLowerCase())) {
    const rule = `is a fault code such as "6210", or for a token one of ${tokenErrors.join(', ')}`;
    problems.push({ field: 'code', value: code, rule });
  }
  const { containing } = rule;
  if (containing !== undefined && (typeof containing !== 'string' || containing === '')) {
    problems.push({ field: 'containing', value: containing, rule: 'is a text that is not empty' });
  }
  for (const [field, [min, max]] of Object.entries(numberRanges)) {
    const value = rule[field];
    if (value === undefined || (typeof value === 'number' && value >= min && value <= max)) continue;
    problems.push({ field, value, rule: `is a number from ${min} to ${max}` });
  }
  return problems;
}

/** What the token endpoint answers, besides a fault of its own. */
export const tokenErrors = [
  'invalid_grant',
  'invalid_client',
  'invalid_request',
  'unauthorized_client',
  'unsupported_grant_type',
  'user_not_in_realm',
] as const;

function isCode(code: unknown, call: string): boolean {
  if (call === 'token' && tokenErrors.some((known) => known === code)) return true;
  return typeof code === 'string' && /^\d{3,5}$/.test(code);
}

const numberRanges: Readonly<Record<string, readonly [number, number]>> = {
  status: [400, 599],
  probability: [0, 1],
  times: [0, 1_000_000_000],
  seed: [0, 2 ** 32],
  latencyMs: [0, 600_000],
  skip: [0, 1_000_000_000],
  forMs: [0, 1_000_000_000_000],
};

const fieldNames: readonly string[] = ['call', 'fault', 'code', 'containing', ...Object.keys(numberRanges)];

/** Draws which rule, if any, meets a call. Counts and chance begin anew when the rules are put. */
export interface FaultDice {
  draw(call: string, body?: string): FaultRule | null;
  /** For a batch as a whole: rules that name one of its entities and cannot meet an item alone. */
  drawForBatch(names: readonly string[], body: string): FaultRule | null;
  /** For an item of a batch: rules that name its entity and end in a fault. */
  drawForItem(name: string, item: string): FaultRule | null;
}

/** Sent late, never, or twice. */
const webhookFaultKinds: readonly FaultKind[] = ['latency', 'drop-before-write', 'duplicate'];
const calledByName: ReadonlySet<string> = new Set(['token', 'webhook']);
const itemFaultKinds: readonly FaultKind[] = ['error-before-write', 'error-after-write', 'ambiguous-6000'];

export function createFaultDice(rules: readonly FaultRule[], now: () => number): FaultDice {
  const putAt = now();
  const states = rules.map((rule, index) => ({
    rule,
    toSkip: rule.skip ?? 0,
    left: rule.times ?? Number.POSITIVE_INFINITY,
    random: mulberry32(rule.seed ?? index + 1),
  }));
  const drawWhere = (body: string, isMet: (rule: FaultRule) => boolean): FaultRule | null => {
    for (const state of states) {
      if (!isMet(state.rule) || !body.includes(state.rule.containing ?? '') || state.left <= 0) continue;
      if (now() - putAt >= (state.rule.forMs ?? Number.POSITIVE_INFINITY)) continue;
      if (state.toSkip > 0) {
        state.toSkip -= 1;
        continue;
      }
      if (state.random() >= (state.rule.probability ?? 1)) continue;
      state.left -= 1;
      return state.rule;
    }
    return null;
  };
  return {
    draw: (call, body = '') =>
      drawWhere(body, (rule) => rule.call === call || (rule.call === '*' && !calledByName.has(call))),
    drawForBatch: (names, body) =>
      drawWhere(body, (rule) => names.includes(rule.call) && !itemFaultKinds.includes(rule.fault)),
    drawForItem: (name, item) => drawWhere(item, (rule) => rule.call === name && itemFaultKinds.includes(rule.fault)),
  };
}

/** A small generator of even chance from a seed (Tommy Ettinger's mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
