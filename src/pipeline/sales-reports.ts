// What the reports of sales say: a period's sales, and what went to over and short.

export interface SalesSummary {
  readonly from: string;
  readonly to: string;
  readonly location: string | null;
  readonly currency: string;
  readonly netSalesMinor: bigint;
  readonly refundsMinor: bigint;
  readonly taxMinor: bigint;
  readonly discountsMinor: bigint;
  readonly tickets: number;
  readonly averageTicketMinor: bigint;
  readonly tenders: readonly { readonly paymentType: string; readonly name: string; readonly amountMinor: bigint }[];
  /** Every day of the period, days without trade too. */
  readonly days: readonly { readonly date: string; readonly netSalesMinor: bigint; readonly tickets: number }[];
  /** First and last business date with a sale, over all time; null without any. */
  readonly firstDate: string | null;
  readonly lastDate: string | null;
}

/** What went to over and short because of the cap, by month. */
export interface OverShortMonth {
  /** YYYY-MM. */
  readonly month: string;
  readonly currency: string;
  readonly tickets: number;
  readonly overMinor: bigint;
  readonly shortMinor: bigint;
}
