// What an entry that is posted would be under another mapping: the same lines and amounts, to other accounts.
import { type AccountCause, accountOn, type MappingSet } from './account-mapping.ts';
import type { JournalEntry, JournalLine, LineSource } from './journal-entry.ts';
import type { Mapping } from './mapping.ts';

/** Where a line goes, or the part of it that came from some events. */
export interface AccountShare {
  readonly accountId: string;
  readonly mapping: Mapping | null;
  /** Keys of the events whose shares of the line go there; null: the line goes as a whole. */
  readonly events: readonly string[] | null;
}

export interface LineChange {
  /** In the entry as it is, from 1. */
  readonly line: number;
  /** Several where voids of different days were added up, of which only some follow what they void. */
  readonly shares: readonly AccountShare[];
}

export interface AccountChanges {
  readonly changes: readonly LineChange[];
  /** What keeps lines from their new account, each once. */
  readonly causes: readonly AccountCause[];
}

/** `dateOf`: the business date by whose mapping a source of a line goes; null: it stays with the account that it has. */
export function accountChanges(
  entry: JournalEntry,
  of: { readonly set: MappingSet; dateOf(line: JournalLine, source: LineSource): string | null },
): AccountChanges {
  const changes: LineChange[] = [];
  const causes = new Map<string, AccountCause>();
  for (const [index, line] of entry.lines.entries()) {
    const shares = new Map<string, { readonly to: Pick<AccountShare, 'accountId' | 'mapping'>; events: Set<string> }>();
    for (const [date, events] of eventsByDate(line, of)) {
      const found = date === null ? null : accountOn(of.set, { line, date, currency: entry.currency });
      if (found !== null && found.cause !== null) causes.set(JSON.stringify(found.cause), found.cause);
      const accountId = found?.accountId ?? line.accountId;
      // On the same account it stays as it was built, whichever mapping gave it.
      const to = { accountId, mapping: accountId === line.accountId ? line.mapping : (found?.mapping ?? null) };
      const share = shares.get(accountId) ?? { to, events: new Set() };
      for (const event of events) share.events.add(event);
      shares.set(accountId, share);
    }
    const [first, second] = shares.values();
    if (first === undefined || (second === undefined && first.to.accountId === line.accountId)) continue;
    changes.push({
      line: index + 1,
      shares: [...shares.values()].map(({ to, events }) => ({
        ...to,
        events: second === undefined ? null : [...events],
      })),
    });
  }
  return { changes, causes: [...causes.values()] };
}

function eventsByDate(
  line: JournalLine,
  of: { dateOf(line: JournalLine, source: LineSource): string | null },
): ReadonlyMap<string | null, readonly string[]> {
  const byDate = new Map<string | null, string[]>();
  for (const source of line.from) {
    const date = of.dateOf(line, source);
    const events = byDate.get(date);
    if (events === undefined) byDate.set(date, [source.key]);
    else events.push(source.key);
  }
  return byDate;
}

/** The entry with its changes: whatever is split adds up to what it was. */
export function withAccounts(entry: JournalEntry, changes: readonly LineChange[]): JournalEntry {
  const byLine = new Map(changes.map((change) => [change.line, change.shares]));
  return {
    ...entry,
    lines: entry.lines.flatMap((line, index) => {
      const shares = byLine.get(index + 1);
      return shares === undefined ? [line] : split(line, shares);
    }),
  };
}

function split(line: JournalLine, shares: readonly AccountShare[]): readonly JournalLine[] {
  const lines = shares.map(({ accountId, mapping, events }): JournalLine => {
    if (events === null) return { ...line, accountId, mapping };
    const keys = new Set(events);
    const from = line.from.filter(({ key }) => keys.has(key));
    const amountMinor = from.reduce((sum, source) => sum + (source.amountMinor ?? line.amountMinor), 0n);
    return { ...line, accountId, mapping, from, amountMinor };
  });
  const sum = lines.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  if (sum !== line.amountMinor) throw new Error('The shares of a line add up to the line.');
  return lines;
}
