// What is still open by the events that went by: goods in transit, deposits held, gift cards not yet redeemed.
import type { AuditedEvent } from './expected-totals.ts';
import type { Total, Totals } from './totals.ts';

/** Amounts of one thing in one currency; those that come to nothing are let go. */
export interface OpenAmount {
  /** A transfer's number or its way, a payment type. */
  readonly what: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

export interface Outstanding {
  /** Shipped and not received, by the number that ties the stages, else by the way. */
  readonly inTransit: readonly OpenAmount[];
  /** Taken ahead and neither applied nor given back, by payment type. */
  readonly deposits: readonly OpenAmount[];
  /** Owed on gift cards, by currency: issued and adjusted, less what was paid with them. */
  readonly giftCards: readonly OpenAmount[];
}

/** Keeps what is open, not what went by. */
export class OutstandingTally {
  readonly #inTransit = new OpenAmounts();
  readonly #deposits = new OpenAmounts();
  readonly #giftCards = new OpenAmounts();
  readonly #giftCardTypes: ReadonlySet<string>;

  /** `giftCardTypes`: payment types that stand for the liability itself. */
  constructor(giftCardTypes: ReadonlySet<string>) {
    this.#giftCardTypes = giftCardTypes;
  }

  add(event: AuditedEvent, totals: Totals): void {
    for (const total of totals.values()) {
      const debitMinor = total.debitMinor - total.creditMinor;
      if (total.role === 'inventory-in-transit') this.#inTransit.add(transferOf(event), total, debitMinor);
      if (total.role === 'deposit') this.#deposits.add(total.subject ?? '', total, -debitMinor);
      if (this.#isGiftCard(total)) this.#giftCards.add('gift cards', total, -debitMinor);
    }
  }

  #isGiftCard({ role, subject }: Total): boolean {
    return role === 'gift-card-liability' || (role === 'payment' && this.#giftCardTypes.has(subject ?? ''));
  }

  open(): Outstanding {
    return {
      inTransit: this.#inTransit.list(),
      deposits: this.#deposits.list(),
      giftCards: this.#giftCards.list(),
    };
  }
}

class OpenAmounts {
  readonly #amounts = new Map<string, OpenAmount>();

  add(what: string, { currency }: Total, amountMinor: bigint): void {
    const key = JSON.stringify([what, currency]);
    const sum = (this.#amounts.get(key)?.amountMinor ?? 0n) + amountMinor;
    if (sum === 0n) this.#amounts.delete(key);
    else this.#amounts.set(key, { what, currency, amountMinor: sum });
  }

  list(): readonly OpenAmount[] {
    return [...this.#amounts.values()];
  }
}

/** A void says nothing of its own: its original does. */
function transferOf(event: AuditedEvent): string {
  const original = event.voids?.original;
  if (original !== undefined && original !== null) return transferOf(original);
  const { transfer, from, to } = event.body as { transfer?: string; from?: string; to?: string };
  return transfer === undefined ? `${from} to ${to}` : `transfer ${transfer}`;
}
