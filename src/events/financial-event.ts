// What happened in the shop: the closed union of the eight kinds of financial event, amounts already in minor units.

export const financialEventKinds = [
  'sale',
  'customer-deposit',
  'purchasing-receipt',
  'purchasing-return',
  'transfer',
  'inventory-adjustment',
  'gift-card-adjustment',
  'cash-movement',
] as const;

export type FinancialEventKind = (typeof financialEventKinds)[number];

/** Company currency per unit of the event's currency, as the decimal text the till gave (up to 10 decimals). */
export type ExchangeRate = string;

/** What every kind carries. `businessDate`, `currency` and `number` are resolved: never absent once parsed. */
export interface EventHeader {
  readonly source: string;
  readonly sourceId: string;
  /** `source/kind/sourceId`: the same event again has the same key. */
  readonly key: string;
  readonly number: string;
  /** RFC 3339, as given. */
  readonly occurredAt: string;
  /** The shop's own date, YYYY-MM-DD. */
  readonly businessDate: string;
  readonly location: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Null when the event is in the company's own currency. */
  readonly exchangeRate: ExchangeRate | null;
  /** Key of the event that this one voids. */
  readonly reverses: string | null;
  readonly memo: string | null;
}

export type SaleLine = ItemLine | TaxLine | AmountLine | GiftCardLine;

export interface ItemLine {
  readonly type: 'item';
  readonly itemClass: string;
  /** Decimal text; negative on a returned line. */
  readonly quantity: string;
  /** Charged in all, after discount, without tax. */
  readonly amountMinor: bigint;
  readonly discountMinor: bigint;
  /** Total cost, always in the company's currency; null where the till knows none. */
  readonly costMinor: bigint | null;
  readonly restocked: boolean;
  /** Location whose stock the goods left; null means the event's own. */
  readonly fulfilledFrom: string | null;
  readonly description: string | null;
  readonly sku: string | null;
}

export interface TaxLine {
  readonly type: 'tax';
  readonly taxCode: string;
  readonly amountMinor: bigint;
}

export interface AmountLine {
  readonly type: 'shipping' | 'tip' | 'rounding';
  readonly amountMinor: bigint;
}

export interface GiftCardLine {
  readonly type: 'gift-card';
  readonly amountMinor: bigint;
  readonly discountMinor: bigint;
  readonly card: string | null;
}

export interface Payment {
  readonly paymentType: string;
  readonly type: 'tender' | 'change' | 'refund';
  readonly amountMinor: bigint;
}

export interface DepositApplied {
  readonly paymentType: string;
  readonly amountMinor: bigint;
}

/** Stock of one item class that moved; the sign of quantity and amount agree unless quantity is zero (a revaluation). */
export interface StockLine {
  readonly itemClass: string;
  readonly quantity: string;
  readonly amountMinor: bigint;
}

export interface Sale extends EventHeader {
  readonly kind: 'sale';
  readonly lines: readonly SaleLine[];
  readonly payments: readonly Payment[];
  readonly depositsApplied: readonly DepositApplied[];
  /** True where a void came without lines: it mirrors its original. */
  readonly mirrorsOriginal: boolean;
}

export interface CustomerDeposit extends EventHeader {
  readonly kind: 'customer-deposit';
  readonly paymentType: string;
  /** Negative: given back. */
  readonly amountMinor: bigint;
  readonly order: string | null;
  readonly mirrorsOriginal: boolean;
}

export interface PurchasingEvent extends EventHeader {
  readonly kind: 'purchasing-receipt' | 'purchasing-return';
  readonly vendor: string;
  readonly lines: readonly StockLine[];
  readonly mirrorsOriginal: boolean;
}

export interface Transfer extends EventHeader {
  readonly kind: 'transfer';
  readonly stage: 'shipped' | 'received';
  readonly from: string;
  readonly to: string;
  readonly transfer: string | null;
  readonly lines: readonly StockLine[];
  readonly mirrorsOriginal: boolean;
}

export interface InventoryAdjustment extends EventHeader {
  readonly kind: 'inventory-adjustment';
  readonly reason: string;
  readonly lines: readonly StockLine[];
  readonly mirrorsOriginal: boolean;
}

export interface GiftCardAdjustment extends EventHeader {
  readonly kind: 'gift-card-adjustment';
  readonly reason: string;
  readonly amountMinor: bigint;
  readonly card: string | null;
  readonly mirrorsOriginal: boolean;
}

export interface CashMovement extends EventHeader {
  readonly kind: 'cash-movement';
  readonly direction: 'in' | 'out';
  readonly reason: string;
  readonly paymentType: string;
  readonly amountMinor: bigint;
  readonly mirrorsOriginal: boolean;
}

export type FinancialEvent =
  | Sale
  | CustomerDeposit
  | PurchasingEvent
  | Transfer
  | InventoryAdjustment
  | GiftCardAdjustment
  | CashMovement;

/** Why one field of an incoming event was refused. `pointer` is a JSON pointer within the event. */
export interface EventProblem {
  readonly pointer: string;
  readonly value: unknown;
  readonly rule: string;
}
