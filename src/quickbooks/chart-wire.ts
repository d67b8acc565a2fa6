// The rows of QuickBooks' lists as accounts, departments and classes of ours, and an account for it to make; pure.
import type { Account } from '../journal/account-mapping.ts';
import type { Dimension } from '../journal/dimension.ts';
import type { NewAccount } from '../pipeline/ledger-port.ts';

interface WireAccount {
  readonly Id?: unknown;
  readonly Name?: unknown;
  readonly FullyQualifiedName?: unknown;
  readonly AcctNum?: unknown;
  readonly AccountType?: unknown;
  readonly AccountSubType?: unknown;
  readonly CurrencyRef?: { readonly value?: unknown } | null;
  readonly Active?: unknown;
}

/** QuickBooks writes it behind the name of an account that is made inactive; our lists say so in a column. */
const deletedMark = / \(deleted\)(?=:|$)/g;

/** Null for what has no id or name: nothing could be mapped to it. */
export function readDimension(row: unknown): Dimension | null {
  const given = row as WireAccount;
  const id = textOf(given.Id);
  const active = given.Active !== false;
  const name = nameOf(given.Name, active);
  if (id === null || name === null) return null;
  return { id, name, fullyQualifiedName: nameOf(given.FullyQualifiedName, active) ?? name, active };
}

function nameOf(value: unknown, active: boolean): string | null {
  return active ? textOf(value) : (textOf(value)?.replace(deletedMark, '') ?? null);
}

/** Null for what has no id, name or type: nothing could be mapped to it. */
export function readAccount(row: unknown): Account | null {
  const account = row as WireAccount;
  const id = textOf(account.Id);
  const active = account.Active !== false;
  const name = nameOf(account.Name, active);
  const type = textOf(account.AccountType);
  if (id === null || name === null || type === null) return null;
  return {
    id,
    name,
    fullyQualifiedName: nameOf(account.FullyQualifiedName, active) ?? name,
    number: textOf(account.AcctNum),
    type,
    subType: textOf(account.AccountSubType),
    currency: textOf(account.CurrencyRef?.value),
    active,
  };
}

/** What is left out QuickBooks chooses by itself. */
export function accountBody({ name, number, type, subType }: NewAccount): string {
  return JSON.stringify({
    Name: name,
    AccountType: type,
    ...(subType !== null && { AccountSubType: subType }),
    ...(number !== null && { AcctNum: number }),
  });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
