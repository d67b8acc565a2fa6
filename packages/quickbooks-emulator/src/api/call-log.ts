// What was called, kept in memory for the call log: the last ones, and counters that keep counting.

export interface LoggedCall {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly call: string;
  readonly status: number;
  readonly durationMs: number;
  /** Intuit charges for reads that succeed, not for writes. */
  readonly metered: boolean;
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

export interface CallLog {
  add(realmId: string, call: LoggedCall): void;
  of(realmId: string): { readonly counters: CallCounters; readonly calls: readonly LoggedCall[] };
  forget(realmId: string): void;
}

const callsKept = 500;
export const textKept = 4000;
const none: CallCounters = { calls: 0, metered: 0, refused: 0, faulted: 0 };

export function createCallLog(): CallLog {
  const logs = new Map<string, { counters: CallCounters; calls: LoggedCall[] }>();
  return {
    add: (realmId, call) => {
      const log = logs.get(realmId) ?? { counters: none, calls: [] };
      const { calls, metered, refused, faulted } = log.counters;
      log.counters = {
        calls: calls + 1,
        metered: metered + Number(call.metered),
        refused: refused + Number(call.refused),
        faulted: faulted + Number(call.fault !== null),
      };
      log.calls.push(call);
      if (log.calls.length > callsKept * 2) log.calls.splice(0, callsKept);
      logs.set(realmId, log);
    },
    of: (realmId) => {
      const log = logs.get(realmId);
      return { counters: log?.counters ?? none, calls: log?.calls.slice(-callsKept) ?? [] };
    },
    forget: (realmId) => void logs.delete(realmId),
  };
}
