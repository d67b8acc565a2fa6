import { describe, expect, it } from 'vitest';
import { accountOf } from './account.fixture.ts';
import type { MappingSet } from './account-mapping.ts';
import { accountChanges, withAccounts } from './change-accounts.ts';
import type { JournalEntry, JournalLine, LineSource } from './journal-entry.ts';
import type { Mapping } from './mapping.ts';

const mapping = (accountId: string, applicableFrom: string | null = null): Mapping => ({
  ...{ role: 'payment', subject: 'cash', accountId, applicableFrom },
});

function setOf(mappings: readonly Mapping[], inactive: readonly string[] = []): MappingSet {
  const accounts = new Map(['1', '2', '3'].map((id) => [id, accountOf({ id, active: !inactive.includes(id) })]));
  return { mappings, accounts, parents: new Map(), companyCurrency: 'USD' };
}

const line = (change: Partial<JournalLine> = {}): JournalLine => ({
  ...{ rule: 'sale.tender', role: 'payment', subject: 'cash', side: 'debit', amountMinor: 1000n, location: 'main' },
  ...{ from: [{ key: 'a', pointer: '/payments/0' }], accountId: '1', mapping: mapping('1') },
  ...change,
});

const entryOf = (...lines: readonly JournalLine[]): JournalEntry => ({
  ...{ events: ['a'], businessDate: '2026-11-20', location: 'main', currency: 'USD', exchangeRate: null, memo: '' },
  lines,
});

const onItsDay = () => '2026-11-20';

describe('what an entry would be under another mapping', () => {
  it('is the same lines and amounts, to the accounts of then', () => {
    const entry = entryOf(line(), line({ role: 'sales', subject: null, side: 'credit', accountId: '3' }));
    const dateOf = ({ role }: JournalLine) => (role === 'payment' ? '2026-11-20' : null);
    const { changes, causes } = accountChanges(entry, { set: setOf([mapping('2')]), dateOf });
    expect(causes).toEqual([]);
    expect(changes).toEqual([{ line: 1, shares: [{ accountId: '2', mapping: mapping('2'), events: null }] }]);
    const after = withAccounts(entry, changes);
    expect(after.lines.map(({ accountId, amountMinor }) => [accountId, amountMinor])).toEqual([
      ['2', 1000n],
      ['3', 1000n],
    ]);
    expect(after.lines[1]).toBe(entry.lines[1]);
  });

  it('is as it was where the account is the same, whichever mapping gives it now', () => {
    const set = setOf([mapping('1', '2026-01-01')]);
    expect(accountChanges(entryOf(line()), { set, dateOf: onItsDay }).changes).toEqual([]);
  });

  it('takes the mapping in force on the date that is asked for', () => {
    const set = setOf([mapping('2', '2026-11-20'), mapping('1')]);
    const changesOn = (date: string) => accountChanges(entryOf(line()), { set, dateOf: () => date }).changes.length;
    expect([changesOn('2026-11-19'), changesOn('2026-11-20')]).toEqual([0, 1]);
  });

  it('is told by its causes where a line would have no account, each once', () => {
    const lines = [line(), line({ from: [{ key: 'b', pointer: '' }] })];
    const missing = accountChanges(entryOf(...lines), { set: setOf([]), dateOf: onItsDay });
    expect(missing).toEqual({ changes: [], causes: [{ kind: 'missing-account', role: 'payment', subject: 'cash' }] });
    const inactive = accountChanges(entryOf(line()), { set: setOf([mapping('2')], ['2']), dateOf: onItsDay });
    expect(inactive.causes).toMatchObject([{ kind: 'inactive-account', accountId: '2', reason: 'inactive' }]);
  });
});

describe('a line of several events', () => {
  const shared = line({
    amountMinor: 600n,
    from: [
      { key: 'a', pointer: '/payments/0', amountMinor: 100n },
      { key: 'b', pointer: '/payments/0', amountMinor: 200n },
      { key: 'c', pointer: '/payments/0', amountMinor: 300n },
    ],
  });
  const only =
    (...keys: readonly string[]) =>
    (_line: JournalLine, { key }: LineSource) =>
      keys.includes(key) ? '2026-11-20' : null;

  it('goes as a whole where all of them do', () => {
    const { changes } = accountChanges(entryOf(shared), { set: setOf([mapping('2')]), dateOf: onItsDay });
    expect(changes).toMatchObject([{ shares: [{ accountId: '2', events: null }] }]);
  });

  it('is split where only some do, and adds up to what it was', () => {
    const entry = entryOf(shared);
    const { changes } = accountChanges(entry, { set: setOf([mapping('2')]), dateOf: only('a', 'c') });
    const after = withAccounts(entry, changes);
    expect(after.lines.map(({ accountId, amountMinor, from }) => [accountId, amountMinor, from.length])).toEqual([
      ['2', 400n, 2],
      ['1', 200n, 1],
    ]);
  });

  it('may not be split into what does not add up to it', () => {
    const entry = entryOf({ ...shared, amountMinor: 700n });
    const { changes } = accountChanges(entry, { set: setOf([mapping('2')]), dateOf: only('a') });
    expect(() => withAccounts(entry, changes)).toThrow('add up');
  });
});
