// What was called, kept in memory for the call log: the last ones, and counters for each app that keep counting.

export interface LoggedCall {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly call: string;
  /** Null where no token said which. */
  readonly clientId: string | null;
  readonly status: number;
  readonly durationMs: number;
  /** Intuit charges for reads that succeed, not for writes. */
  readonly metered: boolean;
  /** More than one where each query of a batch counts. */
  readonly meteredCalls: number;
  readonly refused: boolean;
  readonly fault: string | null;
  readonly tid: string;
  readonly request: string;
  readonly reply: string;
}

export interface CallCounters {
  readonly calls: number;
  readonly metered: number;
  readonly refused: number;
  readonly faulted: number;
}

/** What one app called; `free` are the writes and what failed. */
export interface ClientCounters extends CallCounters {
  readonly clientId: string | null;
  readonly free: number;
}

export interface CompanyCalls {
  readonly counters: CallCounters;
  readonly clients: readonly ClientCounters[];
  readonly calls: readonly LoggedCall[];
}

export interface CallLog {
  add(realmId: string, call: LoggedCall): void;
  of(realmId: string): CompanyCalls;
  forget(realmId: string): void;
}

interface Log {
  readonly counters: Map<string | null, CallCounters>;
  readonly calls: LoggedCall[];
}

const callsKept = 500;
const textLengthMax = 4000;
const none: CallCounters = { calls: 0, metered: 0, refused: 0, faulted: 0 };

export function createCallLog(): CallLog {
  const logs = new Map<string, Log>();
  return {
    add: (realmId, call) => {
      const log: Log = logs.get(realmId) ?? { counters: new Map(), calls: [] };
      const { clientId, meteredCalls, refused, fault } = call;
      const one = { calls: 1, metered: meteredCalls, refused: Number(refused), faulted: Number(fault !== null) };
      log.counters.set(clientId, sum(log.counters.get(clientId) ?? none, one));
      log.calls.push(call);
      if (log.calls.length > callsKept * 2) log.calls.splice(0, callsKept);
      logs.set(realmId, log);
    },
    of: (realmId) => {
      const log = logs.get(realmId);
      const counters = [...(log?.counters ?? [])];
      return {
        counters: counters.reduce((total, [, one]) => sum(total, one), none),
        clients: counters.map(([clientId, one]) => ({ clientId, ...one, free: Math.max(0, one.calls - one.metered) })),
        calls: log?.calls.slice(-callsKept) ?? [],
      };
    },
    forget: (realmId) => void logs.delete(realmId),
  };
}

/** The start of a long text, copied: a slice would hold the whole of it in memory. */
export function startOf(text: string): string {
  if (text.length <= textLengthMax) return text;
  return Buffer.from(text.slice(0, textLengthMax), 'utf16le').toString('utf16le');
}

function sum(left: CallCounters, right: CallCounters): CallCounters {
  return {
    calls: left.calls + right.calls,
    metered: left.metered + right.metered,
    refused: left.refused + right.refused,
    faulted: left.faulted + right.faulted,
  };
}
