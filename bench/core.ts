// Journal entries built per second in the core: from a checked event to a balanced entry with its accounts, beside a bare loop.
import type { FinancialEvent } from '../src/events/financial-event.ts';
import { parseEvent } from '../src/events/parse-event.ts';
import type { Account, Mapping, MappingSet } from '../src/journal/account-mapping.ts';
import { resolveAccounts } from '../src/journal/account-mapping.ts';
import { createJournalEntry } from '../src/journal/journal-entry.ts';
import { journalize } from '../src/journal/journalize.ts';
import { type Measured, measure, perSecond } from './measure.ts';
import { accountNames, sales } from './sales.ts';

const eventCount = 50_000;
const runs = 7;
export const settings = { currency: 'USD', discounts: 'net', overShortCapMinor: 0n } as const;

const accounts = accountNames.map(([, , name, type], index): Account => {
  const id = String(index + 1);
  return { id, name, fullyQualifiedName: name, number: null, type, subType: null, currency: 'USD', active: true };
});
const mappings = accountNames.map(
  ([role, subject], index): Mapping => ({ role, subject, accountId: String(index + 1), applicableFrom: null }),
);
export const mapping: MappingSet = {
  mappings,
  accounts: new Map(accounts.map((account) => [account.id, account])),
  parents: new Map(),
  companyCurrency: 'USD',
};

export const context = {
  companyCurrency: 'USD',
  businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '00:00' }),
};

export async function benchCore(): Promise<Measured[]> {
  const inputs = sales('core', eventCount);
  const events = inputs.flatMap((input) => {
    const parsed = parseEvent(input, context);
    return parsed.ok ? [parsed.event] : [];
  });
  if (events.length !== eventCount) throw new Error('The sales of this benchmark do not parse.');

  const checked = await measure(
    { name: 'events checked', unit: 'a second', runs, note: 'one core, six-line sale, JSON value to event' },
    () => {
      const started = performance.now();
      for (const input of inputs) parseEvent(input, context);
      return perSecond(eventCount, performance.now() - started);
    },
  );
  const built = await measure(
    { name: 'journal entries built', unit: 'a second', runs, note: 'one core, six lines, rule + accounts + balance' },
    () => {
      const started = performance.now();
      let lines = 0;
      for (const event of events) {
        const journalized = journalize(event, settings);
        if (!journalized.ok) throw new Error('A sale of this benchmark does not foot.');
        for (const draft of journalized.entries) {
          const created = createJournalEntry({ ...draft, lines: resolveAccounts(draft, mapping).lines });
          if (!created.ok) throw new Error(`An entry of this benchmark is ${created.reason.kind}.`);
          lines += created.entry.lines.length;
        }
      }
      if (lines !== eventCount * 6) throw new Error(`${lines} lines were built.`);
      return perSecond(eventCount, performance.now() - started);
    },
  );
  const ceiling = await measure(
    {
      name: 'the same parts made into lines by a bare loop',
      unit: 'entries a second',
      runs,
      note: 'no rule, no account, no check: the ceiling beside it',
    },
    () => {
      const started = performance.now();
      let differenceMinor = 0n;
      for (const event of events) differenceMinor += bareLines(event);
      if (differenceMinor !== 0n) throw new Error('The loop does not balance.');
      return perSecond(eventCount, performance.now() - started);
    },
  );
  return [checked, built, ceiling];
}

function bareLines(event: FinancialEvent): bigint {
  if (event.kind !== 'sale') return 0n;
  const lines: { amountMinor: bigint; side: 'debit' | 'credit' }[] = [];
  for (const { amountMinor } of event.payments) {
    lines.push(amountMinor < 0n ? { amountMinor: -amountMinor, side: 'credit' } : { amountMinor, side: 'debit' });
  }
  for (const line of event.lines) {
    lines.push({ amountMinor: line.amountMinor, side: 'credit' });
    if (line.type !== 'item' || line.costMinor === null) continue;
    lines.push({ amountMinor: line.costMinor, side: 'debit' }, { amountMinor: line.costMinor, side: 'credit' });
  }
  let differenceMinor = 0n;
  for (const { amountMinor, side } of lines) differenceMinor += side === 'debit' ? amountMinor : -amountMinor;
  return differenceMinor;
}
