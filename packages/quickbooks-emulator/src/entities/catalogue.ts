// The entities that can be written, and how a path or a query names one, in whatever case.
import { account } from './account.ts';
import { attachable } from './attachable.ts';
import type { Definition } from './definition.ts';
import { exchangeRate } from './exchange-rates.ts';
import { journalEntry } from './journal-entry.ts';
import { classList, customer, department, employee, vendor } from './names.ts';
import { plainLists, timeActivity } from './plain-lists.ts';
import { taxCode, taxRate } from './tax.ts';
import { transactions } from './transactions.ts';

export const definitions: readonly Definition[] = [
  account,
  journalEntry,
  classList,
  department,
  customer,
  vendor,
  employee,
  ...plainLists,
  taxCode,
  taxRate,
  exchangeRate,
  ...transactions,
  timeActivity,
  attachable,
];

const byName = new Map(definitions.map((definition) => [definition.name.toLowerCase(), definition]));

export function definitionOf(name: string): Definition | undefined {
  return byName.get(name.toLowerCase());
}
