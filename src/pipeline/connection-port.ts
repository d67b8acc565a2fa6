// The port to what is stored of the connection to QuickBooks: who, where, how it stands.
import type { ClosingDates } from '../posting/closed-period.ts';
import type { TokenPair } from './ledger-port.ts';

export interface ConnectionRow extends ClosingDates {
  readonly state: 'connected' | 'reconnect-required' | 'disconnected';
  readonly environment: 'local' | 'sandbox' | 'production';
  readonly realmId: string;
  readonly companyName: string;
  readonly homeCurrency: string | null;
  /** Whether QuickBooks takes other currencies than the home currency; null: it has not said. */
  readonly multiCurrency: boolean | null;
  /** Whether QuickBooks tracks locations, and classes line by line; null: it has not said. */
  readonly departmentTracking: boolean | null;
  readonly classTracking: boolean | null;
  readonly connectedBy: string | null;
  readonly connectedAt: Date;
  readonly lastSuccessAt: Date | null;
  /** When it last answered the writing of an entry as it should. */
  readonly entryAnsweredAt: Date | null;
  readonly lastErrorAt: Date | null;
  readonly lastError: string | null;
  readonly accountsImportedAt: Date | null;
  /** Null once disconnected. */
  readonly refreshTokenExpiresAt: Date | null;
  readonly authorizationExpiresAt: Date | null;
}

export interface ConnectionStoring {
  read(): Promise<ConnectionRow | null>;
  saveAttempt(attempt: { stateHash: Buffer; who: string; expiresAt: Date; newBooks: boolean }): Promise<void>;
  /** What was asked for, once at most for each attempt, and only for its user and before it expires; else null. */
  useAttempt(attempt: { stateHash: Buffer; who: string; now: Date }): Promise<{ newBooks: boolean } | null>;
  connect(connection: {
    environment: ConnectionRow['environment'];
    realmId: string;
    companyName: string;
    homeCurrency: string | null;
    connectedBy: string;
    connectedAt: Date;
    tokens: TokenPair;
  }): Promise<void>;
  tokens(): Promise<TokenPair | null>;
  /** Encrypts the tokens with the key in force, whichever they were encrypted with; false where there are none. */
  sealAnew(): Promise<boolean>;
  disconnect(): Promise<void>;
  /** Whether any company of this database is connected there, this one or another. */
  isInUse(realmId: string): Promise<boolean>;
  requireReconnect(reason: string, now: Date): Promise<void>;
  noteSuccess(now: Date): Promise<void>;
  /** The same, of the writing of an entry. */
  noteEntryAnswered(now: Date): Promise<void>;
  noteError(reason: string, now: Date): Promise<void>;
  noteAccountsImported(now: Date): Promise<void>;
  noteClosingDates(dates: ClosingDates): Promise<void>;
  noteMultiCurrency(multiCurrency: boolean | null): Promise<void>;
  noteTracking(tracking: Pick<ConnectionRow, 'departmentTracking' | 'classTracking'>): Promise<void>;
  /** Entries of ours in QuickBooks companies other than this one: those that were accepted, and those that may be there. */
  entriesElsewhere(realmId: string): Promise<{ accepted: number; unsettled: number }>;
}
