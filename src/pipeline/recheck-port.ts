// The port to what has to be read at QuickBooks once more before anything refused over it is sent again.
import type { Recheck } from '../posting/recheck.ts';

export interface RecheckStoring {
  /** The last to ask is kept. */
  ask(whats: readonly Recheck[], now: Date): Promise<void>;
  /** What is asked for and not done yet, and from when on; null: at once. */
  asked(): Promise<readonly { readonly what: Recheck; readonly notBefore: Date | null }[]>;
  /** What was asked for since `startedAt` stays asked for: the answer may not hold it. */
  done(recheck: { readonly what: Recheck; readonly notBefore: Date | null }, startedAt: Date): Promise<void>;
}
