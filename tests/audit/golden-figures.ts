// The golden files read as an accountant reads them: events, and below each the figures that were checked by hand.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditedEntry, AuditedLine } from '../../src/audit/compare.ts';
import { minorUnits } from '../../src/audit/exact-decimal.ts';
import type { AuditSettings } from '../../src/audit/expected-totals.ts';
import { financialEventKinds } from '../../src/events/financial-event.ts';
import { decimalPlaces } from '../../src/money.ts';

/** The entries of an event, and of those that QuickBooks cannot hold exactly what it holds instead. */
export interface EntryFigures {
  readonly entries: readonly AuditedEntry[];
  readonly inQuickbooks: readonly AuditedEntry[];
}

export type Figures = 'refused' | 'held' | EntryFigures;

export interface GoldenFigures {
  readonly path: string;
  readonly settings: AuditSettings;
  readonly events: readonly { readonly body: Readonly<Record<string, unknown>>; readonly figures: Figures }[];
}

const folder = join(import.meta.dirname, '..', 'golden');

export function readGoldenFigures(): readonly GoldenFigures[] {
  return financialEventKinds.flatMap((kind) =>
    readdirSync(join(folder, kind))
      .filter((name) => name.endsWith('.txt'))
      .map((name) => figuresOf(join(kind, name))),
  );
}

function figuresOf(path: string): GoldenFigures {
  const [heading = '', ...blocks] = readFileSync(join(folder, path), 'utf8').split(/^event$/m);
  const company = /^company: ([A-Z]{3}), discounts (net|gross)(?:, cap ([0-9.]+))?$/m.exec(heading);
  if (company === null) throw new Error(`${path} does not say how the company keeps its books.`);
  const [, companyCurrency = '', discounts, cap = '0'] = company;
  return {
    path,
    settings: {
      companyCurrency,
      discounts: discounts === 'gross' ? 'gross' : 'net',
      overShortCapMinor: minorUnits(cap, decimalPlaces(companyCurrency)),
    },
    events: blocks.map((block) => {
      const [json = '', ...answer] = block.split(/^(?=(?:entry|in QuickBooks|no entry|held|refused)\b)/m);
      const body = JSON.parse(json) as Record<string, unknown>;
      const [first = ''] = answer;
      if (first.startsWith('refused')) return { body, figures: 'refused' };
      if (first.startsWith('held')) return { body, figures: 'held' };
      const key = [body.source, body.kind, body.sourceId].join('/');
      const entries = answer.filter((text) => text.startsWith('entry')).map((text) => entryOf(text, key));
      return { body, figures: { entries, inQuickbooks: inQuickbooks(answer, key) } };
    }),
  };
}

/** Each entry as it is, or as it goes to QuickBooks where that is told below it; none where it is told of none. */
function inQuickbooks(answer: readonly string[], key: string): readonly AuditedEntry[] {
  if (!answer.some((text) => text.startsWith('in QuickBooks'))) return [];
  return answer.flatMap((text, index) => {
    const sent = answer[index + 1]?.startsWith('in QuickBooks') ? [] : [text];
    return sent.filter((one) => head.test(one)).map((one) => entryOf(one, key));
  });
}

const head = /^(?:entry|in QuickBooks) (\d{4}-\d\d-\d\d), (.+), ([A-Z]{3})(?: at ([0-9.]+))?: /;
const row = /^ {2}(\S+)(?: \((.+?)\))? +(\S+) +([0-9.]+)$/;

function entryOf(text: string, key: string): AuditedEntry {
  const [first = '', columns = '', ...rows] = text.trimEnd().split('\n');
  const [, businessDate = '', , currency = '', exchangeRate = null] = head.exec(first) ?? [];
  const debitEnd = columns.indexOf('debit') + 'debit'.length;
  const lines = rows.flatMap((written): readonly AuditedLine[] => {
    const [, role = '', subject = null, location = '', amount = ''] = row.exec(written) ?? [];
    // The totals have no location and two amounts.
    if (role === 'total' || role === '') return [];
    return [
      {
        role,
        subject,
        location,
        side: written.length <= debitEnd ? 'debit' : 'credit',
        amountMinor: minorUnits(amount, decimalPlaces(currency)),
        from: [{ key }],
      },
    ];
  });
  return { businessDate, currency, exchangeRate, lines };
}
