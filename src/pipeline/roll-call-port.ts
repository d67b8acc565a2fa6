// The port to what is stored of roll calls: when the last was, and what QuickBooks holds of ours that these books do not know.
import type { HeldVersion } from './ledger-port.ts';

/** An entry there that says it is Tillbook's, and that no posting here is known to be. */
export interface FoundRow extends Pick<HeldVersion, 'quickbooksId' | 'syncToken' | 'body' | 'documentNumber'> {
  readonly realmId: string;
  /** Its date there, YYYY-MM-DD; null where it cannot be read. */
  readonly date: string | null;
  /** The company that its marker names; null where it names none. */
  readonly ownerId: string | null;
  /** Of these books, as far as its marker says. */
  readonly isOurs: boolean;
  readonly foundAt: Date;
}

export interface FoundFigures {
  readonly entries: number;
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  readonly foundAt: Date | null;
}

export interface RollCallStoring {
  /** Until when everything that was entered there has been looked through; null: nothing has. */
  coveredUntil(realmId: string): Promise<Date | null>;
  /** `aloneUntil`: until when entries go one by one, where it is the first since these books have shown themselves. */
  save(
    realmId: string,
    of: { readonly calledAt: Date; readonly coveredUntil: Date; readonly aloneUntil: Date },
  ): Promise<void>;
  /** An entry was accepted, the first since the connection was made: the next step calls the roll. */
  noteAnnounced(realmId: string, now: Date): Promise<void>;
  /** A sweep has looked through what was entered until then. */
  noteCovered(realmId: string, until: Date): Promise<void>;
  /** The next step calls the roll. */
  ask(realmId: string): Promise<void>;
  /** Those that are there already stay as they are. */
  addFound(rows: readonly FoundRow[]): Promise<void>;
  /** Whether anything is there that is not taken up yet. */
  hasFound(realmId: string): Promise<boolean>;
  /** Not taken up yet, with one of these numbers. */
  found(realmId: string, documentNumbers: readonly string[]): Promise<readonly FoundRow[]>;
  noteTakenUp(realmId: string, quickbooksIds: readonly string[], now: Date): Promise<void>;
  /** Whether another's are there that nobody has been told of, or has let stand. */
  hasStrangers(realmId: string): Promise<boolean>;
  /** Of these books, not taken up and not acknowledged. */
  missing(realmId: string): Promise<FoundFigures>;
  /** A person has connected, knowing what was found. */
  acknowledge(now: Date): Promise<void>;
}
