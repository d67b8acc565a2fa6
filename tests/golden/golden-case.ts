// Reads a golden case (a title, the company's settings, events as the API takes them) and writes it again with the entry of each event.
import type { FinancialEvent } from '../../src/events/financial-event.ts';
import { parseEvent } from '../../src/events/parse-event.ts';
import { type DraftEntry, entryTotals } from '../../src/journal/journal-entry.ts';
import { type JournalSettings, journalize } from '../../src/journal/journalize.ts';
import { roundEntry } from '../../src/journal/round-entry.ts';
import { decimalPlaces, formatMinor, parseAmount } from '../../src/money.ts';
import { linesProblem, mirrorEntries } from '../../src/pipeline/reversals.ts';

export interface GoldenCase {
  /** Everything above the first event: a title, remarks, and a line "company: USD, discounts net", maybe with ", cap 0.05". */
  readonly heading: string;
  readonly settings: JournalSettings;
  /** Each event's JSON as written in the file. */
  readonly events: readonly string[];
}

const answer = /^(?:entry|no entry|held|refused)\b/;

export function readCase(text: string): GoldenCase {
  const [heading = '', ...blocks] = text.split(/^event$/m);
  const company = /^company: ([A-Z]{3}), discounts (net|gross)(?:, cap ([0-9.]+))?$/m.exec(heading);
  if (company === null) throw new Error('A case says "company: USD, discounts net" above its first event.');
  const events = blocks.map((block) => {
    const lines = block.split('\n');
    const end = lines.findIndex((line) => answer.test(line));
    return (end === -1 ? lines : lines.slice(0, end)).join('\n').trim();
  });
  if (events.length === 0) throw new Error('A case has at least one event.');
  const [, currency = '', discounts = '', cap = '0'] = company;
  const parsedCap = parseAmount(cap, decimalPlaces(currency));
  if (!parsedCap.ok) throw new Error(`The cap is ${parsedCap.rule}.`);
  return {
    heading: heading.trim(),
    settings: {
      currency,
      discounts: discounts === 'gross' ? 'gross' : 'net',
      overShortCapMinor: parsedCap.amountMinor,
    },
    events,
  };
}

/** The whole file as it should read. */
export function writeCase(golden: GoldenCase): string {
  const entriesByKey = new Map<string, readonly DraftEntry[]>();
  const context = contextOf(golden);
  const parts = golden.events.flatMap((written) => {
    const parsed = parseEvent(JSON.parse(written), context);
    if (!parsed.ok) {
      return ['event', written, `refused\n${parsed.problems.map((one) => `  ${one.pointer}  ${one.rule}`).join('\n')}`];
    }
    return ['event', written, answerTo(parsed.event, golden.settings, entriesByKey)];
  });
  return `${[golden.heading, ...parts].join('\n\n')}\n`;
}

/** Its entries, or why there are none. */
function entriesOf(
  event: FinancialEvent,
  settings: JournalSettings,
  entriesByKey: Map<string, readonly DraftEntry[]>,
): readonly DraftEntry[] | string {
  const given = journalize(event, settings);
  if (!given.ok) return `out of balance by ${formatMinor(given.reason.amountMinor, event.currency)}`;
  const original = event.reverses === null ? undefined : entriesByKey.get(event.reverses);
  const entries = original === undefined ? given.entries : mirrorEntries(original, event);
  const problem = event.mirrorsOriginal ? null : linesProblem(given.entries, entries);
  if (problem !== null) return problem;
  entriesByKey.set(event.key, entries);
  return entries;
}

/** The rules that the entries of this case are made by. */
export function rulesIn(golden: GoldenCase): ReadonlySet<string | null> {
  const entriesByKey = new Map<string, readonly DraftEntry[]>();
  for (const written of golden.events) {
    const parsed = parseEvent(JSON.parse(written), contextOf(golden));
    if (parsed.ok) entriesOf(parsed.event, golden.settings, entriesByKey);
  }
  const entries = [...entriesByKey.values()].flat();
  return new Set(entries.flatMap((entry) => [...entry.lines, ...roundEntry(entry).lines]).map(({ rule }) => rule));
}

const contextOf = (golden: GoldenCase) => ({
  companyCurrency: golden.settings.currency,
  businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '00:00' }),
});

function answerTo(...of: Parameters<typeof entriesOf>): string {
  const entries = entriesOf(...of);
  if (typeof entries === 'string') return `held\n  ${entries}`;
  return entries.length === 0 ? 'no entry\n  nothing to post' : entries.map(answerOf).join('\n\n');
}

function answerOf(entry: DraftEntry): string {
  const rounded = roundEntry(entry);
  if (rounded === entry) return entryText('entry', entry);
  const held = rounded.lines.length === 0 ? 'in QuickBooks  nothing to post' : entryText('in QuickBooks', rounded);
  return `${entryText('entry', entry)}\n\n${held}`;
}

function entryText(word: string, entry: DraftEntry): string {
  const money = (amountMinor: bigint) => formatMinor(amountMinor, entry.currency);
  const { debitMinor, creditMinor } = entryTotals(entry.lines);
  const rows = entry.lines.map(({ role, subject, location, side, amountMinor }) => [
    subject === null ? role : `${role} (${subject})`,
    location,
    side === 'debit' ? money(amountMinor) : '',
    side === 'credit' ? money(amountMinor) : '',
  ]);
  const table = [['', 'location', 'debit', 'credit'], ...rows, ['total', '', money(debitMinor), money(creditMinor)]];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const rate = entry.exchangeRate === null ? '' : ` at ${entry.exchangeRate}`;
  const head = `${word} ${entry.businessDate}, ${entry.location}, ${entry.currency}${rate}: ${entry.memo}`;
  return [head, ...lines.map((line) => `  ${line}`)].join('\n');
}
