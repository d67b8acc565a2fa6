// Notifications at the ports: who is told, what a message says, how one is sent, and what is kept of all that.
import type { FinancialEventKind } from '../events/financial-event.ts';
import type { OperationRefusal } from './operation-refusal.ts';
import type { Alert } from './standing.ts';

export const receiverKinds = ['email', 'webhook', 'slack'] as const;
export type ReceiverKind = (typeof receiverKinds)[number];

export interface ReceiverView {
  readonly id: string;
  readonly kind: ReceiverKind;
  readonly name: string;
  /** The e-mail address; of a webhook its host alone, since the rest may be a secret. */
  readonly shownAs: string;
  readonly wantsAlerts: boolean;
  readonly wantsDigest: boolean;
  /** A webhook's messages are signed. */
  readonly signed: boolean;
  readonly lastSuccessAt: Date | null;
  readonly lastErrorAt: Date | null;
  /** In words. */
  readonly lastError: string | null;
  /** Messages that did not get through yet and are tried again. */
  readonly waiting: number;
}

export interface ReceiverChange {
  readonly kind: ReceiverKind;
  readonly name: string;
  /** Left out of a change: it stays. */
  readonly address?: string;
  /** Of a webhook; null takes it away. */
  readonly secret?: string | null;
  readonly wantsAlerts: boolean;
  readonly wantsDigest: boolean;
}

/** What is needed to send to one. */
export interface ReceiverAddress {
  readonly kind: ReceiverKind;
  readonly address: string;
  readonly secret: string | null;
}

/** One alert as a message says it; amounts as decimal text. */
export interface ToldAlert
  extends Pick<Alert, 'kind' | 'title' | 'role' | 'subject' | 'eventsHeld' | 'currency' | 'action'> {
  readonly amountHeld: string;
  readonly firstSeen: string;
}

export interface Digest {
  /** The shop's business day that is told of. */
  readonly date: string;
  readonly posted: readonly { readonly currency: string; readonly entries: number; readonly amount: string }[];
  readonly events: readonly { readonly kind: FinancialEventKind; readonly count: number }[];
  readonly waiting: readonly ToldAlert[];
  /** Entries that somebody changed in QuickBooks and nobody has decided of. */
  readonly drifts: number;
  /** Months that were tied out, and no longer are. */
  readonly attention: readonly { readonly account: string; readonly month: string }[];
}

/** JSON, as a webhook gets it. */
export type MessageContent =
  | { readonly what: 'alerts'; readonly company: string; readonly alerts: readonly ToldAlert[] }
  | { readonly what: 'digest'; readonly company: string; readonly digest: Digest }
  | { readonly what: 'test'; readonly company: string }
  | ({ readonly what: 'invitation'; readonly company: string } & InvitationText);

/** Goes to one address by e-mail, and to no receiver: who has the link comes in by it. */
export interface InvitationText {
  readonly role: string;
  readonly invitedBy: string;
  readonly link: string;
  readonly until: string;
}

export interface Message {
  /** The same in each attempt, so that who was told already can drop it. */
  readonly id: string;
  readonly createdAt: Date;
  readonly content: MessageContent;
}

/** `again`: whether it may go well later. */
export type Sent = { readonly ok: true } | { readonly ok: false; readonly again: boolean; readonly problem: string };

export interface Notifier {
  send(message: Message, to: ReceiverAddress): Promise<Sent>;
  /** Why an address cannot be one, in a sentence; null: it can. */
  refuses(receiver: Pick<ReceiverAddress, 'kind' | 'address'>): string | null;
  /** A mail server is set up. */
  readonly mails: boolean;
}

export interface DueMessage extends Message {
  readonly receiverId: string;
  readonly attempts: number;
}

export interface NotificationStoring {
  receivers(): Promise<readonly ReceiverView[]>;
  address(receiverId: string): Promise<ReceiverAddress | null>;
  insert(
    receiver: Required<ReceiverChange> & { readonly id: string; readonly shownAs: string },
    now: Date,
  ): Promise<void>;
  /** False where there is none of this kind. */
  update(receiver: ReceiverChange & { readonly id: string; readonly shownAs?: string }): Promise<boolean>;
  /** Its name; null where there is none. */
  remove(receiverId: string): Promise<string | null>;
  /** Ids of open causes that are not told yet, by receiver; locked to the end of the transaction. */
  untold(limit: number): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Those notices went into a message, or no longer hold. */
  settleNotices(receiverId: string, causeIds: readonly string[], messageId: string | null): Promise<void>;
  addMessage(message: Message & { readonly receiverId: string }): Promise<void>;
  /** Counts an attempt of each, and keeps others off them until then. */
  takeDue(request: {
    readonly now: Date;
    readonly until: Date;
    readonly limit: number;
  }): Promise<readonly DueMessage[]>;
  /** Null: it is not tried again. */
  scheduleNext(messageId: string, at: Date | null): Promise<void>;
  noteOutcome(receiverId: string, problem: string | null, now: Date): Promise<void>;
  forget(before: Date): Promise<void>;
  digest(): Promise<{ readonly at: string; readonly nextAt: Date } | null>;
  saveDigest(digest: { readonly at: string; readonly nextAt: Date }): Promise<void>;
  /** What QuickBooks accepted within the time. */
  posted(range: { readonly from: Date; readonly until: Date }): Promise<{
    readonly entries: readonly { readonly currency: string; readonly entries: number; readonly amountMinor: bigint }[];
    readonly events: readonly { readonly kind: FinancialEventKind; readonly count: number }[];
  }>;
  /** Encrypts what is secret with the key in force. */
  sealAnew(): Promise<void>;
}

/** Over all companies, without seeing into any. */
export interface NotifyDirectory {
  companiesToNotify(): Promise<readonly string[]>;
}

export interface NotificationsView {
  readonly receivers: readonly ReceiverView[];
  /** The shop's time at which the digest goes, HH:MM. */
  readonly digestAt: string;
  readonly timeZone: string;
  readonly mails: boolean;
}

export interface NotificationBooks {
  notifications(): Promise<NotificationsView>;
  addReceiver(receiver: ReceiverChange, who: string): Promise<{ ok: true; id: string } | OperationRefusal>;
  changeReceiver(id: string, receiver: ReceiverChange, who: string): Promise<{ ok: true } | OperationRefusal>;
  removeReceiver(id: string, who: string): Promise<{ ok: true } | OperationRefusal>;
  /** Sends at once, and says how that went. */
  testReceiver(id: string): Promise<({ ok: true } & { readonly sent: Sent }) | OperationRefusal>;
  saveDigestTime(at: string, who: string): Promise<{ ok: true } | OperationRefusal>;
  /** Sends at once, and says how that went. What is wrong is told without the link. */
  mailInvitation(to: string, invitation: InvitationText): Promise<Sent>;
}
