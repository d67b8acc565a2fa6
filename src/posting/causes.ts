// Why an entry waits: the closed union of causes. Entries hang on causes; when a cause goes, what hung on it alone goes by itself.
import type { AccountCause } from '../journal/account-mapping.ts';
import type { Dimension, DimensionKind } from '../journal/dimension.ts';

export const causeKinds = [
  'missing-account',
  'inactive-account',
  'authentication',
  'closed-period',
  'company-lapsed',
  'out-of-balance',
  'conflict',
  'reversal',
  'number-taken',
  'refused',
] as const;

export type CauseKind = (typeof causeKinds)[number];

export type Cause =
  | AccountCause
  | {
      readonly kind: 'authentication';
      /** QuickBooks takes our access; a person has to say which Tillbook goes on there. */
      readonly because?: 'another-tillbook';
    }
  | {
      readonly kind: 'closed-period';
      readonly closedUntil: string | null;
      /** QuickBooks gives no such date: it was learned from what it refused. */
      readonly atLeast?: true;
    }
  | { readonly kind: 'company-lapsed' }
  | {
      readonly kind: 'out-of-balance';
      readonly eventKey: string;
      readonly number: string;
      readonly amountMinor: bigint;
      readonly currency: string;
    }
  | { readonly kind: 'conflict'; readonly eventKey: string; readonly number: string }
  | { readonly kind: 'reversal'; readonly eventKey: string; readonly number: string; readonly problem: string }
  | { readonly kind: 'number-taken'; readonly documentNumber: string; readonly quickbooksId: string }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly detail: string };

/**
 * Among the codes of QuickBooks some of our own: it would refuse the entry, which is not sent while we know so, or it never
 * says what is wrong with it. The kinds of cause are a closed list of the API, and these are none of them but refusals.
 */
const multicurrencyOffCode = 'multicurrency-off';

export function multicurrencyOff(currency: string): Cause {
  const message = `multicurrency is off in QuickBooks, so events in ${currency} wait`;
  return { kind: 'refused', code: multicurrencyOffCode, message, detail: '' };
}

export function isMulticurrencyOff(cause: Cause): boolean {
  return cause.kind === 'refused' && cause.code === multicurrencyOffCode;
}

const inactiveCodes: Readonly<Record<DimensionKind, string>> = {
  department: 'inactive-location',
  class: 'inactive-class',
};

/** Chosen for a location or an item class, and made inactive since: QuickBooks would refuse each line that carries it. */
export function inactiveDimension(kind: DimensionKind, { id, fullyQualifiedName }: Dimension): Cause {
  const what = { department: 'location', class: 'class' }[kind];
  const message = `the ${what} ${fullyQualifiedName} was made inactive in QuickBooks`;
  return { kind: 'refused', code: inactiveCodes[kind], message, detail: id };
}

/** Which one it is about, where it is such a cause. */
export function inactiveDimensionOf(cause: Cause): { readonly kind: DimensionKind; readonly id: string } | null {
  if (cause.kind !== 'refused') return null;
  const kind = (['department', 'class'] as const).find((one) => inactiveCodes[one] === cause.code);
  return kind === undefined ? null : { kind, id: cause.detail };
}

const noUsableAnswerCode = 'no-usable-answer';

/** To one entry, as often as it is sent, while it answers others: what it said each time is in the timeline. */
export const noUsableAnswer: Cause = {
  kind: 'refused',
  code: noUsableAnswerCode,
  message: 'QuickBooks takes other entries and gives no usable answer to some',
  detail: '',
};

export function isNoUsableAnswer(cause: Cause): boolean {
  return cause.kind === 'refused' && cause.code === noUsableAnswerCode;
}

/** What makes two causes the same one: alerts group by it. */
export function causeKey(cause: Cause): string {
  return JSON.stringify([cause.kind, ...identity(cause)]);
}

function identity(cause: Cause): readonly (string | null)[] {
  switch (cause.kind) {
    case 'missing-account':
      return [cause.role, cause.subject];
    case 'inactive-account':
      return [cause.accountId, cause.reason];
    case 'out-of-balance':
    case 'conflict':
    case 'reversal':
      return [cause.eventKey];
    case 'number-taken':
      return [cause.documentNumber];
    case 'refused':
      // The detail names the single entry; the code and its message are what many share.
      return [cause.code, cause.message];
    case 'authentication':
    case 'closed-period':
    case 'company-lapsed':
      return [];
  }
}
