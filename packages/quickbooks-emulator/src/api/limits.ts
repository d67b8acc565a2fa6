// Intuit's throttles as sliding windows (limits and throttles page): a call is counted in all of its windows, or refused.

interface Limit {
  readonly key: string;
  readonly count: number;
  readonly windowMs: number;
}

interface App {
  readonly realmId: string;
  readonly clientId: string;
}

/** A call under /v3/company, by its name in lower case. */
interface Counted extends App {
  readonly name: string;
  /** A form is sent by e-mail. */
  readonly isSent: boolean;
  /** 0 has no such limit. */
  readonly reportsPerMinute: number;
}

export interface Limits {
  /** False when one of the windows is full; then nothing is counted. */
  take(call: Counted): boolean;
  /** Calls of the token endpoint count only towards all calls of an app together. */
  takeToken(call: App): boolean;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Of a sandbox. */
const mailsPerDay = 40;

export function createLimits(now: () => number): Limits {
  const windows = new Map<string, number[]>();
  const isFull = ({ key, count, windowMs }: Limit): boolean => {
    const times = (windows.get(key) ?? []).filter((time) => Math.abs(now() - time) < windowMs);
    windows.set(key, times);
    return times.length >= count;
  };
  const takeAll = (limits: readonly Limit[]): boolean => {
    if (limits.some(isFull)) return false;
    for (const { key } of limits) windows.get(key)?.push(now());
    return true;
  };
  return { take: (call) => takeAll(limitsOf(call)), takeToken: (call) => takeAll([allCalls(call)]) };
}

function allCalls({ realmId, clientId }: App): Limit {
  return { key: `all ${realmId}/${clientId}`, count: 800, windowMs: minuteMs };
}

function limitsOf({ realmId, clientId, name, isSent, reportsPerMinute }: Counted): Limit[] {
  const app = `${realmId}/${clientId}`;
  const limits = [
    { key: `requests ${realmId}`, count: 500, windowMs: minuteMs },
    { key: `burst ${app}`, count: 10, windowMs: 1000 },
    allCalls({ realmId, clientId }),
  ];
  const reports = { key: `reports ${realmId}`, count: reportsPerMinute, windowMs: minuteMs };
  const mails = { key: `mails ${realmId}`, count: mailsPerDay, windowMs: dayMs };
  if (name === 'reports' && reportsPerMinute > 0) return [...limits, reports];
  if (isSent) return [...limits, mails];
  if (name !== 'batch') return limits;
  return [
    ...limits,
    { key: `batches ${app}`, count: 40, windowMs: minuteMs },
    { key: `batches ${realmId}`, count: 120, windowMs: minuteMs },
  ];
}
