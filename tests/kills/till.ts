// A till that sells while everything around it is killed: it sends a sale again until it is answered, and gives some up.
import { setTimeout as delay } from 'node:timers/promises';
import type { Chance } from '../../src/sources/demo/chance.ts';
import type { Line, SentEvent } from './check.ts';

/** Longer than the program takes to say that the database is away. */
const answerWithinMs = 20_000;
const retryAfterMs = 300;
/** Of a hundred requests that failed so many are never sent again: what became of them nobody was told. */
const givenUpPercent = 10;
const salesPerRequestMax = 40;

export interface Till {
  /** Everything sent so far. */
  sent(): readonly SentEvent[];
  /** Finishes the request under way, however long it takes, and sells no more. */
  stop(): Promise<void>;
}

interface Sale {
  readonly event: Record<string, unknown>;
  readonly name: string;
  readonly lines: readonly Line[];
}

export function openTill(options: {
  readonly url: string;
  readonly apiKey: string;
  readonly name: string;
  readonly chance: Chance;
  readonly pauseMsMax: number;
}): Till {
  const { chance } = options;
  const sent: SentEvent[] = [];
  let stopped = false;
  const sell = async (): Promise<void> => {
    while (!stopped) {
      // Mostly a ticket at a time, now and then what a till kept while it was offline.
      const count = chance.percent(80) ? 1 : 1 + chance.below(salesPerRequestMax);
      const sales = Array.from({ length: count }, (_, index) => saleOf(options.name, sent.length + index));
      const acknowledged = await send(options, sales, () => stopped);
      sent.push(...sales.map(({ name, lines }) => ({ name, lines, acknowledged })));
      await delay(chance.below(options.pauseMsMax));
    }
  };
  const selling = sell();
  // Told by stop(): until then nobody listens.
  selling.catch(() => undefined);
  return {
    sent: () => sent,
    stop: async () => {
      stopped = true;
      await selling;
    },
  };
}

async function send(
  options: { readonly url: string; readonly apiKey: string; readonly chance: Chance },
  sales: readonly Sale[],
  isLast: () => boolean,
): Promise<boolean> {
  for (;;) {
    if (await request(options, sales)) return true;
    if (options.chance.percent(givenUpPercent) || isLast()) return false;
    await delay(retryAfterMs);
  }
}

async function request(
  { url, apiKey }: { readonly url: string; readonly apiKey: string },
  sales: readonly Sale[],
): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ events: sales.map(({ event }) => event) }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const answer = await response.json();
    if (response.status === 200) assertTaken(answer, sales.length);
    else if (response.status < 500) throw new WrongAnswerError(`a sale was answered ${response.status}`);
    return response.status === 200;
  } catch (error) {
    // The server was killed, or its database: a till knows no more than that.
    if (error instanceof WrongAnswerError) throw error;
    return false;
  }
}

class WrongAnswerError extends Error {}

function assertTaken(answer: unknown, count: number): void {
  const { results } = answer as { results: { status: string }[] };
  const taken = results.filter(({ status }) => status === 'recorded' || status === 'duplicate');
  if (taken.length !== count) throw new WrongAnswerError(`sales were answered ${JSON.stringify(results)}`);
}

/** The price tells one from another: that of the first is 10.00, of the next 10.01. */
function saleOf(till: string, number: number): Sale {
  const price = 1000 + number;
  const cost = 300 + (number % 500);
  const tax = 10 + (number % 90);
  const name = `${till}-${number}`;
  const event = {
    ...{ source: 'till', kind: 'sale', sourceId: name, occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' },
    lines: [
      { type: 'item', itemClass: 'apparel', quantity: '1', amount: decimal(price), cost: decimal(cost) },
      { type: 'tax', taxCode: 'ny-state', amount: decimal(tax) },
    ],
    payments: [{ paymentType: 'cash', amount: decimal(price + tax) }],
  };
  return { event, name, lines: linesOf({ price, cost, tax }) };
}

/** By hand, and not by Tillbook's rules. */
function linesOf({ price, cost, tax }: { price: number; cost: number; tax: number }): Line[] {
  return [
    { account: 'Cash in Drawer', side: 'Debit', cents: price + tax },
    { account: 'Sales - Apparel', side: 'Credit', cents: price },
    { account: 'Sales Tax Payable - NY State', side: 'Credit', cents: tax },
    { account: 'Cost of Goods - Apparel', side: 'Debit', cents: cost },
    { account: 'Inventory - Apparel', side: 'Credit', cents: cost },
  ];
}

function decimal(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
