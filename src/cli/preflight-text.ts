// A preflight as a person reads it: what keeps events from being posted, and what to open QuickBooks with.
import { dayBefore } from '../events/business-date.ts';
import { formatMinor } from '../money.ts';
import type { OutstandingAmount, OutstandingKind, PreflightPage } from '../pipeline/company-books.ts';
import { accountAsShown } from '../posting/cause-words.ts';

export function preflightText({ problems, outstanding, outstandingBefore }: PreflightPage): string {
  const blocks = problems.map(({ message, events }) => `${message}: ${events} events`);
  const lines = [
    ...(blocks.length === 0 ? ['Nothing keeps the events from being posted.'] : blocks),
    ...(outstanding.length === 0 ? [] : openWith(outstanding, outstandingBefore)),
  ];
  return `${lines.join('\n')}\n`;
}

function openWith(outstanding: readonly OutstandingAmount[], before: string): readonly string[] {
  return [
    '',
    `Outstanding before ${before}, by the events that are not synced:`,
    ...outstanding.map((amount) => `  ${amountLine(amount)}`),
    `Enter these in QuickBooks as opening balances as of ${dayBefore(before)}, unless its accounts hold them already.`,
    'What the shop had before the first of these events comes on top.',
    'Tillbook posts none of it. If you sync the past events instead, enter nothing: they bring these amounts with them.',
    ...(outstanding.some(({ amountMinor }) => amountMinor < 0n)
      ? ['Where an amount is negative, more went out than these events show coming in: find out what was really there.']
      : []),
  ];
}

const titles: Readonly<Record<OutstandingKind, string>> = {
  deposits: 'customer deposits',
  'gift-cards': 'gift cards',
  stock: 'stock',
  'in-transit': 'goods in transit',
};

function amountLine({ kind, name, amountMinor, currency, side, account }: OutstandingAmount): string {
  const what = name === null ? titles[kind] : `${titles[kind]}, ${name}`;
  const where = account === null ? 'no account mapped yet' : accountAsShown(account);
  return `${what}: ${formatMinor(amountMinor, currency)} ${currency}, ${side}, ${where}`;
}
