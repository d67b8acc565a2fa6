// What the pipeline is given: storage, the ledger, the clock, and nothing it could reach by itself.
import type { Timer } from '../clock.ts';
import type { CrashPoint } from './crash-points.ts';
import type { Authorization, Ledger } from './ledger-port.ts';
import type { Notifier } from './notification-port.ts';
import type { Storage } from './storage-port.ts';

export interface PipelinePorts {
  readonly storage: Storage;
  readonly clock: Timer;
  newId(now: Date): string;
  ledgerOf(companyId: string): Ledger;
  readonly authorization: Authorization;
  readonly environment: 'local' | 'sandbox' | 'production';
  /** Opens one journal entry in QuickBooks. */
  entryUrl(realmId: string, quickbooksId: string): string;
  /** Has a worker look at this company's lane. May fail: the sweep finds the work a minute later. */
  wake(companyId: string): Promise<void>;
  /** The limits of QuickBooks are not kept: for the benchmark of what the engine itself can do, and nothing else. */
  readonly unpaced?: true;
  /** Smaller than QuickBooks permits: for the simulation alone, so that its small worlds have several batches, too. */
  readonly batchSize?: number;
  /** Told at each crash point; tests and the simulator end the process there. */
  readonly reached?: (point: CrashPoint) => Promise<void>;
  /** Left out where nobody is told of anything. */
  readonly notifier?: Notifier;
  /** A company at QuickBooks was connected. */
  readonly connected?: (realmId: string) => Promise<void>;
  /** A wake that failed is worth a line in the log and nothing more. */
  readonly onWakeError?: (error: unknown) => void;
}

export async function wakeLane(ports: PipelinePorts, companyId: string): Promise<void> {
  try {
    await ports.wake(companyId);
  } catch (error) {
    ports.onWakeError?.(error);
  }
}
