// An account of the shop's QuickBooks chart, as the journal looks at it.

/** An account of the QuickBooks chart; `type` has QuickBooks' AccountType spelling. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly fullyQualifiedName: string;
  readonly number: string | null;
  readonly type: string;
  readonly subType: string | null;
  readonly currency: string | null;
  readonly active: boolean;
  /** The account that holds all that was its own since it was merged in QuickBooks; left out or null: it was not. */
  readonly mergedInto?: string | null;
}
