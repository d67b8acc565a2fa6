// The tabs of the mapping: which roles each holds, and which rows it shows.
import type { Account, MappingRow, Role } from '../api/wire.ts';
import { words } from '../words.ts';
import { isMapped, rowName } from './use-mapping.ts';

export interface MappingArea {
  /** In the address. */
  readonly key: keyof typeof words.mapping.page.areas;
  /** Null: every role. */
  readonly roles: readonly Role[] | null;
}

export const mappingAreas: readonly MappingArea[] = [
  { key: 'all', roles: null },
  { key: 'payment', roles: ['payment'] },
  { key: 'deposit', roles: ['deposit'] },
  { key: 'sales', roles: ['sales'] },
  { key: 'cogs', roles: ['cogs'] },
  { key: 'inventory', roles: ['inventory'] },
  { key: 'purchases', roles: ['purchases-received', 'purchases-returned'] },
  { key: 'reasons', roles: ['adjustment', 'gift-card-adjustment', 'cash-movement'] },
  { key: 'tax', roles: ['sales-tax'] },
  {
    key: 'defaults',
    roles: ['discounts', 'shipping', 'tips', 'gift-card-liability', 'inventory-in-transit', 'rounding', 'over-short'],
  },
];

export function areaOf(key: string | undefined): MappingArea {
  const [all] = mappingAreas;
  const found = mappingAreas.find((area) => area.key === key) ?? all;
  if (found === undefined) throw new Error('The mapping has an area for all of it.');
  return found;
}

export const rowsIn = ({ roles }: MappingArea, rows: readonly MappingRow[]): readonly MappingRow[] =>
  roles === null ? rows : rows.filter((row) => roles.includes(row.role));

interface RowFilter {
  readonly show: string;
  readonly text: string;
  readonly accountById: ReadonlyMap<string, Account>;
}

/** By what it is called, its code, its role, or the account that it has. */
export function rowMatches(row: MappingRow, { show, text, accountById }: RowFilter): boolean {
  const mapped = isMapped(row, accountById);
  if (show === 'mapped' && !mapped) return false;
  if (show === 'unmapped' && mapped) return false;
  const account = row.accountId === null ? undefined : accountById.get(row.accountId);
  const said = [rowName(row), row.subject, words.roles[row.role], account?.number, account?.fullyQualifiedName];
  return said.join(' ').toLowerCase().includes(text.trim().toLowerCase());
}

/** What an event would wait for comes first, then what works, then what need not be mapped. */
export function needFirst(rows: readonly MappingRow[], accountById: ReadonlyMap<string, Account>): MappingRow[] {
  const rank = (row: MappingRow) => {
    if (isMapped(row, accountById)) return 1;
    return row.required || row.accountId !== null ? 0 : 2;
  };
  const ranked = rows.map((row, index) => ({ row, index, rank: rank(row) }));
  ranked.sort((a, b) => a.rank - b.rank || a.index - b.index);
  return ranked.map(({ row }) => row);
}

export const openCount = (rows: readonly MappingRow[], accountById: ReadonlyMap<string, Account>): number =>
  rows.filter((row) => (row.required || row.accountId !== null) && !isMapped(row, accountById)).length;
