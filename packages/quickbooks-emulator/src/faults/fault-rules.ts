// The bad-day rules of a company: which calls go wrong, how, how often; seeded, so that a bad day can be repeated.

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
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface FaultRule {
  /** A call's name in lower case, or `*` for every call under /v3/company; the token endpoint only by `token`. */
  readonly call: string;
  readonly fault: FaultKind;
  readonly status?: number;
  readonly probability?: number;
  readonly times?: number;
  readonly seed?: number;
  readonly latencyMs?: number;
}

export function parseFaultRules(value: unknown): { ok: true; rules: FaultRule[] } | { ok: false; problems: string[] } {
  if (!Array.isArray(value)) return { ok: false, problems: ['the rules are a list'] };
  const problems: string[] = [];
  const rules: FaultRule[] = [];
  value.forEach((given: unknown, index) => {
    const rule = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>;
    const before = problems.length;
    if (typeof rule.call !== 'string' || rule.call === '')
      problems.push(`rule ${index}: call is "*" or the name of a call`);
    if (!faultKinds.some((kind) => kind === rule.fault))
      problems.push(`rule ${index}: fault is one of ${faultKinds.join(', ')}`);
    for (const [name, [min, max]] of Object.entries(numberRanges)) {
      const number = rule[name];
      if (number !== undefined && (typeof number !== 'number' || !(number >= min && number <= max))) {
        problems.push(`rule ${index}: ${name} is a number from ${min} to ${max}`);
      }
    }
    if (problems.length === before)
      rules.push({ ...(rule as unknown as FaultRule), call: String(rule.call).toLowerCase() });
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rules };
}

const numberRanges: Readonly<Record<string, readonly [number, number]>> = {
  status: [400, 599],
  probability: [0, 1],
  times: [0, 1_000_000_000],
  seed: [0, 2 ** 32],
  latencyMs: [0, 600_000],
};

/** Draws which rule, if any, meets a call. Counts and chance begin anew when the rules are put. */
export interface FaultDice {
  draw(call: string): FaultRule | null;
  /** For an item of a batch: rules that name its entity and end in a fault. */
  drawForItem(name: string): FaultRule | null;
}

const itemFaultKinds: readonly FaultKind[] = ['error-before-write', 'error-after-write', 'ambiguous-6000'];

export function createFaultDice(rules: readonly FaultRule[]): FaultDice {
  const states = rules.map((rule, index) => ({
    rule,
    left: rule.times ?? Number.POSITIVE_INFINITY,
    random: mulberry32(rule.seed ?? index + 1),
  }));
  const drawWhere = (isMet: (rule: FaultRule) => boolean): FaultRule | null => {
    for (const state of states) {
      if (!isMet(state.rule) || state.left <= 0) continue;
      if (state.random() >= (state.rule.probability ?? 1)) continue;
      state.left -= 1;
      return state.rule;
    }
    return null;
  };
  return {
    draw: (call) => drawWhere((rule) => rule.call === call || (rule.call === '*' && call !== 'token')),
    drawForItem: (name) => drawWhere((rule) => rule.call === name && itemFaultKinds.includes(rule.fault)),
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
