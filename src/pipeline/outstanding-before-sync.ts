// What was outstanding when the sync started: what later entries take away although no entry of Tillbook's brought it.
import { businessDate } from '../events/business-date.ts';
import { businessDayAt } from '../events/day-settings.ts';
import { type MappingSet, mappingOn } from '../journal/account-mapping.ts';
import type { DraftLine, Side } from '../journal/journal-entry.ts';
import type { Role } from '../journal/role.ts';
import type { CauseNames } from '../posting/cause-words.ts';
import { type OutstandingAmount, type OutstandingKind, outstandingKinds } from './company-books.ts';
import type { Drafted } from './draft-entries.ts';
import type { CompanyStore, StoredEvent } from './storage-port.ts';

/** Where each stands: its role, and the side on which the books have it. */
const standsOn: Readonly<Record<OutstandingKind, { readonly role: Role; readonly side: Side }>> = {
  deposits: { role: 'deposit', side: 'credit' },
  'gift-cards': { role: 'gift-card-liability', side: 'credit' },
  stock: { role: 'inventory', side: 'debit' },
  'in-transit': { role: 'inventory-in-transit', side: 'debit' },
};
const kindByRole = new Map(outstandingKinds.map((kind) => [standsOn[kind].role, kind]));

interface Sum {
  readonly kind: OutstandingKind;
  /** What its account is looked up by. */
  readonly subject: string | null;
  readonly currency: string;
  amountMinor: bigint;
}

export interface OutstandingSums {
  /** Events dated before it add up. */
  readonly before: string;
  /** Payment types that stand for the liability itself. */
  readonly giftCardTypes: ReadonlySet<string>;
  readonly sums: Map<string, Sum>;
}

/** Before sync start; while there is none, before the shop's day of today, as if the sync started now. */
export async function outstandingSince(store: CompanyStore, now: Date): Promise<string> {
  const { syncStart } = await store.company.read();
  return syncStart ?? businessDate(now.toISOString(), businessDayAt(await store.days.read(), null));
}

/** Whatever else waits is going to be posted, and brings its amounts with it; what makes no entry shows none. */
export function addOutstanding(
  { before, giftCardTypes, sums }: OutstandingSums,
  { event, drafted }: { readonly event: StoredEvent; readonly drafted: Drafted },
): void {
  if (event.status !== 'never-synced' || event.businessDate >= before || drafted.outcome !== 'entries') return;
  for (const { draft } of drafted.entries) {
    for (const line of draft.lines) {
      const kind = isPaidByGiftCard(line, giftCardTypes) ? 'gift-cards' : kindByRole.get(line.role);
      if (kind === undefined) continue;
      const { currency } = draft;
      const subject = kind === 'gift-cards' ? null : line.subject;
      const key = JSON.stringify([kind, subject, currency]);
      const sum = sums.get(key) ?? { kind, subject, currency, amountMinor: 0n };
      sum.amountMinor += line.side === standsOn[kind].side ? line.amountMinor : -line.amountMinor;
      sums.set(key, sum);
    }
  }
}

const isPaidByGiftCard = ({ role, subject }: DraftLine, giftCardTypes: ReadonlySet<string>): boolean =>
  role === 'payment' && giftCardTypes.has(subject ?? '');

/** By the accounts that are mapped on the first day that is sent; what comes to nothing is left out. */
export function outstandingAmounts(
  { before, sums }: OutstandingSums,
  { set, names }: { readonly set: MappingSet; readonly names: CauseNames },
): readonly OutstandingAmount[] {
  const rows = new Map<string, OutstandingAmount>();
  for (const { kind, subject, currency, amountMinor } of sums.values()) {
    const { role, side } = standsOn[kind];
    const accountId = mappingOn(set, { role, subject, date: before })?.accountId ?? null;
    // An account owes its deposits whatever they were paid with, and however that is given back.
    const itemClass = kind === 'stock' ? subject : null;
    const key = JSON.stringify([kind, itemClass, accountId, currency]);
    rows.set(key, {
      ...{ key, kind, side, currency, subject: itemClass },
      name: itemClass === null ? null : names.subject(role, itemClass),
      account: accountId === null ? null : accountView(accountId, set),
      amountMinor: (rows.get(key)?.amountMinor ?? 0n) + amountMinor,
    });
  }
  return [...rows.values()].filter(({ amountMinor }) => amountMinor !== 0n).sort(byKindAndKey);
}

function accountView(id: string, { accounts }: MappingSet): NonNullable<OutstandingAmount['account']> {
  const account = accounts.get(id);
  return { id, name: account?.name ?? id, number: account?.number ?? null };
}

function byKindAndKey(one: OutstandingAmount, other: OutstandingAmount): number {
  const kinds = outstandingKinds.indexOf(one.kind) - outstandingKinds.indexOf(other.kind);
  return kinds === 0 ? (one.key < other.key ? -1 : 1) : kinds;
}
