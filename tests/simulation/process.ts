// One process of the program: the real pipeline and client over ports that take turns, and that end with it.
import { endpointsOnOneHost } from '@tillbook/quickbooks-client';
import type { Timer } from '../../src/clock.ts';
import type { CrashPoint } from '../../src/pipeline/crash-points.ts';
import type { Ledger, TokenStore } from '../../src/pipeline/ledger-port.ts';
import type { PipelinePorts } from '../../src/pipeline/ports.ts';
import { createAuthorization } from '../../src/quickbooks/quickbooks-authorization.ts';
import { createLedger } from '../../src/quickbooks/quickbooks-ledger.ts';
import type { Random } from './random.ts';
import type { Actor, Scheduler } from './scheduler.ts';
import { quickbooksUrl } from './simulated-quickbooks.ts';
import { type Stage, uuidOf } from './stage.ts';
import type { Wire } from './wire.ts';
import type { Witness } from './witness.ts';

/** The database went away for a moment; what was asked of it may have been done. */
export class DatabaseLostError extends Error {}

/** What may befall a process around each of its transactions. */
export interface Evil {
  /** Both may throw. */
  before(): void;
  after(): void;
  standsStillMs(): number;
}

export interface ProcessParts {
  readonly stage: Stage;
  readonly scheduler: Scheduler;
  readonly wire: Wire;
  readonly witness: Witness;
  readonly actor: Actor;
  readonly random: Random;
  readonly evil?: Evil;
  readonly batchSize?: number;
  readonly reached?: (point: CrashPoint) => void;
  wake(companyId: string): void;
  /** For the trace. */
  nameOf(companyId: string): string;
}

export function openProcess(parts: ProcessParts): PipelinePorts {
  const { stage, scheduler, actor } = parts;
  const ledgers = new Map<string, Ledger>();
  const clock = timerOf(scheduler, actor);
  const appOf = (companyId: string) => ({
    endpoints: endpointsOnOneHost(quickbooksUrl),
    clientId: 'tillbook',
    clientSecret: 'secret',
    fetch: parts.wire({ actor, companyId }),
  });
  const transaction = inTurn(parts);
  return {
    storage: {
      transaction: (companyId, work) =>
        transaction(`writes ${parts.nameOf(companyId)}`, () => stage.storage.transaction(companyId, work)),
    },
    clock,
    newId: (now) => idOf(now, parts),
    ledgerOf(companyId) {
      const known = ledgers.get(companyId);
      if (known !== undefined) return known;
      const tokens = tokensInTurn(parts, stage.storage.tokenStore(companyId));
      const ledger = createLedger({ app: appOf(companyId), tokens, clock });
      ledgers.set(companyId, ledger);
      return ledger;
    },
    authorization: createAuthorization({ app: appOf(''), clock }),
    environment: 'local',
    entryUrl: (realmId, id) => `${quickbooksUrl}/${realmId}/${id}`,
    wake: async (companyId) => parts.wake(companyId),
    ...(parts.batchSize !== undefined && { batchSize: parts.batchSize }),
    ...(parts.reached !== undefined && {
      reached: async (point) => {
        scheduler.note(actor, `reached ${point}`);
        parts.reached?.(point);
      },
    }),
  };
}

type InTurn = <T>(label: string, work: () => Promise<T>) => Promise<T>;

/** A transaction is one step: whoever sees the database sees all of it or nothing. */
function inTurn({ scheduler, actor, evil }: ProcessParts): InTurn {
  return async (label, work) => {
    const result = await scheduler.step(actor, label, async () => {
      evil?.before();
      const done = await work();
      evil?.after();
      return done;
    });
    const stillMs = evil?.standsStillMs() ?? 0;
    if (stillMs > 0) {
      actor.pausedUntil = Math.max(actor.pausedUntil, scheduler.nowMs + stillMs);
      await scheduler.sleep(actor, stillMs, 'stood still');
    }
    return result;
  };
}

function tokensInTurn(parts: ProcessParts, tokens: TokenStore): TokenStore {
  const transaction = inTurn(parts);
  return {
    async read() {
      const read = await transaction('reads the tokens', () => tokens.read());
      if (read !== null) parts.witness.stored(read.tokens.accessToken);
      return read;
    },
    beginRefresh: (version, untilMs) => transaction('begins a refresh', () => tokens.beginRefresh(version, untilMs)),
    endRefresh: (version, untilMs) => transaction('ends a refresh', () => tokens.endRefresh(version, untilMs)),
    markRefused: (version, reason) => transaction('marks refused', () => tokens.markRefused(version, reason)),
    async saveRefreshed(version, refreshed) {
      const saved = await transaction('saves new tokens', () => tokens.saveRefreshed(version, refreshed));
      if (saved) {
        parts.witness.stored(refreshed.accessToken);
        parts.reached?.('refresh-saved');
      }
      return saved;
    },
  };
}

const actorDigits = 2;

/** Ids of a seed are the same each time; the last digits say whose they are. */
function idOf(now: Date, { random, actor }: ProcessParts): string {
  let digits = '';
  while (digits.length < 20) digits += random.whole(0, 0xffff).toString(16).padStart(4, '0');
  return uuidOf(now.getTime(), digits).slice(0, -actorDigits) + tagOf(actor);
}

export const isIdOf = (id: string, actor: Actor): boolean => id.endsWith(tagOf(actor));

const tagOf = ({ number }: Actor): string => number.toString(16).padStart(actorDigits, '0');

/** Virtual time: who sleeps is woken when his turn comes. */
function timerOf(scheduler: Scheduler, actor: Actor): Timer {
  return {
    now: () => new Date(scheduler.nowMs),
    async sleep(ms, signal) {
      if (signal?.aborted !== true) await scheduler.sleep(actor, ms);
    },
    every: (ms, work) => scheduler.repeat(actor, ms, work),
  };
}
