// Fills a company with the demo shop through the door that tills use, then says what is no longer in use.
import type { CompanyBooks } from '../pipeline/company-books.ts';
import { recordInBatches } from '../pipeline/record-in-batches.ts';
import { type Counts, wholeEvent } from '../pipeline/source-port.ts';
import { type DemoShop, demoShop } from '../sources/demo/demo-shop.ts';

const dayMs = 86_400_000;

export interface DemoOptions {
  readonly days: number;
  readonly seed: number;
  readonly now: Date;
  readonly onBatch?: (counts: Readonly<Counts>) => void;
}

export async function fillDemo(books: CompanyBooks, options: DemoOptions): Promise<Counts> {
  const { timeZone } = await books.settings();
  const shop = demoShop({ seed: options.seed, days: options.days, endDate: yesterday(options.now, timeZone) });
  const counts = await recordInBatches({
    take: (inputs) => books.recordEvents(inputs),
    items: shop.events.map((input) => wholeEvent(`${input.kind} of ${input.occurredAt}`, input)),
    onBatch: options.onBatch ?? (() => undefined),
    onComplaint: (complaint) => {
      throw new Error(`The demo shop made an event that is not valid: ${JSON.stringify(complaint)}`);
    },
  });
  // Whoever changed these since keeps what they chose.
  if (counts.recorded > 0) await nameAndRetire(books, shop);
  return counts;
}

async function nameAndRetire(books: CompanyBooks, shop: DemoShop): Promise<void> {
  const who = 'the demo shop';
  for (const { code, name } of shop.locations) await books.saveLocation(code, { name }, who);
  for (const { kind, purpose, code, name } of shop.inactive) {
    const known = await books.subjects(kind, { includeInactive: true });
    if (!known.some((subject) => subject.purpose === purpose && subject.code === code)) continue;
    await books.saveSubject({ kind, purpose, code, name, active: false }, who);
  }
}

/** The last day that is over, so that nothing of the shop lies in the future. */
function yesterday(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(now.getTime() - dayMs));
}
