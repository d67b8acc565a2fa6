// What an event names that the books must know: payment types, item classes, reason and tax codes, locations.
import type { FinancialEvent, Sale } from './financial-event.ts';

export interface UsedSubject {
  readonly kind: 'payment-type' | 'item-class' | 'reason-code' | 'tax-code';
  /** Reason codes of different kinds of event are apart. */
  readonly purpose: '' | 'inventory-adjustment' | 'gift-card-adjustment' | 'cash-movement';
  readonly code: string;
  /** A payment type with which a deposit was taken, given back or applied. */
  readonly takesDeposits: boolean;
}

/** The one reason that has a role of its own instead of an account of its own. */
export const overShortReason = 'over-short';

/** Each once. A void that mirrors its original names nothing of its own. */
export function subjectsOf(event: FinancialEvent): readonly UsedSubject[] {
  if (event.mirrorsOriginal) return [];
  const byKey = new Map<string, UsedSubject>();
  for (const subject of allSubjects(event)) {
    const key = JSON.stringify([subject.kind, subject.purpose, subject.code]);
    const known = byKey.get(key);
    byKey.set(key, known?.takesDeposits ? known : subject);
  }
  return [...byKey.values()];
}

export function locationsOf(event: FinancialEvent): readonly string[] {
  const codes = new Set([event.location]);
  if (event.kind === 'sale') {
    for (const line of event.lines)
      if (line.type === 'item' && line.fulfilledFrom !== null) codes.add(line.fulfilledFrom);
  }
  if (event.kind === 'transfer' && !event.mirrorsOriginal) codes.add(event.from).add(event.to);
  return [...codes];
}

function allSubjects(event: FinancialEvent): readonly UsedSubject[] {
  switch (event.kind) {
    case 'sale':
      return saleSubjects(event);
    case 'customer-deposit':
      return [paymentType(event.paymentType, true)];
    case 'purchasing-receipt':
    case 'purchasing-return':
    case 'transfer':
      return event.lines.map((line) => itemClass(line.itemClass));
    case 'inventory-adjustment':
      return [reason(event.kind, event.reason), ...event.lines.map((line) => itemClass(line.itemClass))];
    case 'gift-card-adjustment':
      return [reason(event.kind, event.reason)];
    case 'cash-movement':
      return event.reason === overShortReason
        ? [paymentType(event.paymentType, false)]
        : [paymentType(event.paymentType, false), reason(event.kind, event.reason)];
  }
}

function saleSubjects(event: Sale): readonly UsedSubject[] {
  return [
    ...event.lines.flatMap((line) => {
      if (line.type === 'item') return [itemClass(line.itemClass)];
      return line.type === 'tax'
        ? [{ kind: 'tax-code', purpose: '', code: line.taxCode, takesDeposits: false } as const]
        : [];
    }),
    ...event.payments.map((payment) => paymentType(payment.paymentType, false)),
    ...event.depositsApplied.map((deposit) => paymentType(deposit.paymentType, true)),
  ];
}

const itemClass = (code: string): UsedSubject => ({ kind: 'item-class', purpose: '', code, takesDeposits: false });
const paymentType = (code: string, takesDeposits: boolean): UsedSubject => ({
  kind: 'payment-type',
  purpose: '',
  code,
  takesDeposits,
});
const reason = (
  purpose: 'inventory-adjustment' | 'gift-card-adjustment' | 'cash-movement',
  code: string,
): UsedSubject => ({
  kind: 'reason-code',
  purpose,
  code,
  takesDeposits: false,
});
