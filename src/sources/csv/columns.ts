// Which columns a CSV of events has: the names of the event format, those of the event first, then those of a row.
import { type FinancialEventKind, financialEventKinds } from '../../events/financial-event.ts';

/** The same on every row of an event. */
const sharedColumns = [
  'kind',
  'source',
  'sourceId',
  'occurredAt',
  'location',
  'number',
  'businessDate',
  'currency',
  'exchangeRate',
  'reverses',
  'memo',
] as const;

/** Where the cells of a row go: into a list of the event, under the same names. */
export interface RowColumns {
  readonly list: 'lines' | 'payments' | 'depositsApplied';
  readonly columns: readonly string[];
}

interface KindColumns {
  /** Beside the shared ones, the same on every row of an event. */
  readonly event: readonly string[];
  /** By the column `type`, or '' for a kind whose rows are all alike; empty for a kind of one row an event. */
  readonly rows: Readonly<Record<string, RowColumns>>;
  /** Without these columns no event of the kind can be right, but a void that gives its lines no second time. */
  readonly required: readonly string[];
}

const stock: Pick<KindColumns, 'rows'> = {
  rows: { '': { list: 'lines', columns: ['itemClass', 'quantity', 'amount'] } },
};
const stockRequired = ['itemClass', 'quantity', 'amount'];
const payment: RowColumns = { list: 'payments', columns: ['type', 'paymentType', 'amount'] };
const amountAlone: RowColumns = { list: 'lines', columns: ['type', 'amount'] };

const columnsByKind: Readonly<Record<FinancialEventKind, KindColumns>> = {
  sale: {
    event: [],
    required: ['type', 'amount'],
    rows: {
      item: {
        list: 'lines',
        columns: [
          'type',
          'itemClass',
          'quantity',
          'amount',
          'discount',
          'cost',
          'restocked',
          'fulfilledFrom',
          'description',
          'sku',
        ],
      },
      tax: { list: 'lines', columns: ['type', 'taxCode', 'amount'] },
      shipping: amountAlone,
      tip: amountAlone,
      rounding: amountAlone,
      'gift-card': { list: 'lines', columns: ['type', 'amount', 'discount', 'card'] },
      tender: payment,
      change: payment,
      refund: payment,
      'deposit-applied': { list: 'depositsApplied', columns: ['paymentType', 'amount'] },
    },
  },
  'customer-deposit': {
    event: ['paymentType', 'amount', 'order'],
    required: ['paymentType', 'amount'],
    rows: {},
  },
  'purchasing-receipt': { event: ['vendor'], required: ['vendor', ...stockRequired], ...stock },
  'purchasing-return': { event: ['vendor'], required: ['vendor', ...stockRequired], ...stock },
  transfer: {
    event: ['stage', 'from', 'to', 'transfer'],
    required: ['stage', 'from', 'to', ...stockRequired],
    ...stock,
  },
  'inventory-adjustment': { event: ['reason'], required: ['reason', ...stockRequired], ...stock },
  'gift-card-adjustment': { event: ['reason', 'amount', 'card'], required: ['reason', 'amount'], rows: {} },
  'cash-movement': {
    event: ['direction', 'reason', 'paymentType', 'amount'],
    required: ['direction', 'reason', 'paymentType', 'amount'],
    rows: {},
  },
};

/** What reading a row of a kind needs to know. */
export interface Layout {
  /** The same on every row of an event, the shared ones with them. */
  readonly eventColumns: readonly string[];
  /** What makes up the list entry of a row, `type` with it; empty for a kind of one row an event. */
  readonly rowColumns: readonly string[];
  readonly rows: ReadonlyMap<string, RowColumns>;
}

const layouts: ReadonlyMap<FinancialEventKind, Layout> = new Map(
  financialEventKinds.map((kind) => {
    const { event, rows } = columnsByKind[kind];
    const typed = Object.keys(rows).some((type) => type !== '');
    const rowColumns = [...(typed ? ['type'] : []), ...Object.values(rows).flatMap(({ columns }) => columns)];
    const layout: Layout = {
      eventColumns: [...sharedColumns, ...event],
      rowColumns: [...new Set(rowColumns)],
      rows: new Map(Object.entries(rows)),
    };
    return [kind, layout];
  }),
);

export function layoutOf(kind: FinancialEventKind): Layout {
  const layout = layouts.get(kind);
  if (layout === undefined) throw new Error(`No columns are known for ${kind}.`);
  return layout;
}

/** Every column that a file may have: of one kind, or of all where each row names its own. */
export function columnsOf(kind: FinancialEventKind | null): readonly string[] {
  const kinds = kind === null ? financialEventKinds : [kind];
  const all = kinds.flatMap((one) => [...layoutOf(one).eventColumns, ...layoutOf(one).rowColumns]);
  return [...new Set(all.filter((column) => kind === null || column !== 'kind'))];
}

export function requiredColumns(kind: FinancialEventKind | null): readonly string[] {
  const always = ['source', 'sourceId', 'occurredAt', 'location'];
  return kind === null ? ['kind', ...always] : [...always, ...columnsByKind[kind].required];
}
