// A repost as a test asks for it: what is chosen, looked at and confirmed, and what QuickBooks holds then.
import { sale, type TestBooks } from './books.fixture.ts';
import type { CompanyBooks } from './company-books.ts';
import type { PeriodChoice, PeriodPreview, RepostView } from './period-port.ts';

export const november: PeriodChoice = { from: '2026-11-01', to: '2026-11-30', locations: null, kinds: null };
export const firstPage = { cursor: null, limit: 20 };

/** When a ticket was rung up. */
export const on = (day: string) => ({ occurredAt: `${day}T12:00:00-05:00` });

export function voidOf(sourceId: string, day: string): Record<string, unknown> {
  const { lines: _lines, payments: _payments, ...of } = sale(`void-${sourceId}`, on(day));
  return { ...of, reverses: `till/sale/${sourceId}` };
}

export async function postAll(shop: TestBooks, ...events: readonly Record<string, unknown>[]): Promise<void> {
  await shop.record(...events);
  await shop.drainAll();
}

/** Cash goes to another account. */
export const remapCash = (books: CompanyBooks, accountId: string, applicableFrom: string | null = null) =>
  books.saveMappings([{ role: 'payment', subject: 'cash', accountId, applicableFrom }], 'owner');

export async function previewOf(books: CompanyBooks, choice: PeriodChoice = november): Promise<PeriodPreview> {
  const shown = await books.previewPeriod(choice, firstPage);
  if (!shown.ok) throw new Error(shown.message);
  return shown;
}

/** Confirms what is shown now; its id. */
export async function repostAsShown(books: CompanyBooks, choice: PeriodChoice = november): Promise<string> {
  const { token } = await previewOf(books, choice);
  const asked = await books.repostPeriod(choice, { token, who: 'ann' });
  if (!asked.ok) throw new Error(asked.message);
  return asked.id;
}

export async function standingOf(books: CompanyBooks, id: string): Promise<RepostView> {
  const view = await books.repost(id, firstPage);
  if (view === null) throw new Error('There is no such repost.');
  return view;
}

/** The lines of each entry on paper, in the order in which they came: account, side and amount. */
export const linesHeld = ({ ledger }: TestBooks): readonly (readonly string[])[] =>
  ledger.entries.map(({ body }) =>
    (JSON.parse(body) as { lines: readonly (readonly string[])[] }).lines.map((line) => line.join(' ')),
  );
