// The lists of each part of the shop: which kinds of event they hold, and the columns that suit these.
import type { EventKind, ListedEvent } from '../api/wire.ts';
import { formatMoney } from '../format/money.ts';
import { words } from '../words.ts';

export const shopListNames = ['tickets', 'inventory', 'purchasing', 'gift-cards', 'cash'] as const;
export type ShopListName = (typeof shopListNames)[number];

export interface ShopColumn {
  readonly name: string;
  /** Right-aligned, as figures are. */
  readonly isNumber?: true;
  readonly text: (event: ListedEvent) => string;
}

interface ShopList {
  readonly kinds: readonly EventKind[];
  /** Of these kinds only what moved that, in columns of its own instead of the event's amount. */
  readonly moved?: 'gift-cards';
  readonly columns: readonly ShopColumn[];
}

const column = words.lists.column;
const wordOf = (direction: string | undefined) =>
  direction === undefined ? '' : (words.lists.directions[direction] ?? direction);

const reason: ShopColumn = { name: column.reason, text: ({ particulars }) => particulars.reason ?? '' };
const itemClass: ShopColumn = {
  name: column.itemClass,
  text: ({ particulars }) => particulars.itemClasses?.join(', ') ?? '',
};
const quantity: ShopColumn = {
  name: column.quantity,
  isNumber: true,
  text: ({ particulars }) => particulars.quantity ?? '',
};
const paymentType: ShopColumn = { name: column.paymentType, text: ({ particulars }) => particulars.paymentType ?? '' };

/** Nothing where it moved nothing of the kind. */
function giftCardColumn(moved: keyof NonNullable<ListedEvent['giftCards']>): ShopColumn {
  return {
    name: column[moved],
    isNumber: true,
    text({ giftCards, currency }) {
      const amount = giftCards?.[moved];
      return amount === undefined || /^[-0.]*$/.test(amount) ? '' : formatMoney(amount, currency);
    },
  };
}

/** A deposit goes in when it is taken, and out when it is given back. */
function directionOf({ kind, amount, particulars }: ListedEvent): string {
  return wordOf(kind === 'customer-deposit' ? (amount.startsWith('-') ? 'out' : 'in') : particulars.direction);
}

export const shopLists: Readonly<Record<ShopListName, ShopList>> = {
  tickets: { kinds: ['sale'], columns: [] },
  inventory: {
    kinds: ['transfer', 'inventory-adjustment'],
    columns: [
      {
        name: column.what,
        text: ({ particulars: { reason: why, stage, from, to } }) =>
          why ?? `${wordOf(stage)} ${words.lists.way(from ?? '', to ?? '')}`,
      },
      itemClass,
      quantity,
    ],
  },
  purchasing: {
    kinds: ['purchasing-receipt', 'purchasing-return'],
    columns: [{ name: column.vendor, text: ({ particulars }) => particulars.vendor ?? '' }, itemClass, quantity],
  },
  'gift-cards': {
    kinds: ['sale', 'gift-card-adjustment', 'customer-deposit', 'cash-movement'],
    moved: 'gift-cards',
    columns: [
      { name: column.card, text: ({ particulars }) => particulars.card ?? '' },
      reason,
      giftCardColumn('sold'),
      giftCardColumn('redeemed'),
      giftCardColumn('adjusted'),
    ],
  },
  cash: {
    kinds: ['cash-movement', 'customer-deposit'],
    columns: [
      { name: column.direction, text: directionOf },
      { name: column.reasonOrOrder, text: ({ particulars: { reason: why, order } }) => why ?? order ?? '' },
      paymentType,
    ],
  },
};

/** Of the kinds that were asked for, those that the list holds; all of them where none is. */
export function kindsWithin(list: ShopListName, asked: string | undefined): string {
  const { kinds } = shopLists[list];
  const within = kinds.filter((kind) => asked?.split(',').includes(kind));
  return (within.length === 0 ? kinds : within).join(',');
}
