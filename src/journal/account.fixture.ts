// Accounts of a chart, for tests.
import type { Account } from './account.ts';

/** Active and in dollars, with what a test says of it. */
export function accountOf(said: Partial<Account>): Account {
  const id = said.id ?? '1';
  const name = said.name ?? `Account ${id}`;
  return {
    ...{ id, name, fullyQualifiedName: name, number: null, type: 'Bank', subType: null, currency: 'USD', active: true },
    ...said,
  };
}
