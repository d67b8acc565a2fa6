// Small differences of a ticket that does not foot: up to the cap that a company set, they go to over and short.
import type { Sale } from '../events/financial-event.ts';
import { decimalPlaces } from '../money.ts';
import type { JournalSettings } from './journalized.ts';

/** What the lines come to more than payments and deposits applied; zero where the ticket foots. */
export function footingDifference(sale: Sale): bigint {
  let difference = 0n;
  for (const line of sale.lines) difference += line.amountMinor;
  for (const payment of sale.payments) difference -= payment.amountMinor;
  for (const applied of sale.depositsApplied) difference -= applied.amountMinor;
  return difference;
}

/** The cap is in the company's currency: a foreign difference is compared at the event's own rate, exactly. */
export function isWithinCap(differenceMinor: bigint, sale: Sale, settings: JournalSettings): boolean {
  const amountMinor = differenceMinor < 0n ? -differenceMinor : differenceMinor;
  const { overShortCapMinor: capMinor } = settings;
  if (sale.exchangeRate === null) return amountMinor <= capMinor;
  const [whole = '', decimals = ''] = sale.exchangeRate.split('.');
  const given = amountMinor * BigInt(whole + decimals) * power(decimalPlaces(settings.currency));
  return given <= capMinor * power(decimals.length + decimalPlaces(sale.currency));
}

const power = (exponent: number): bigint => 10n ** BigInt(exponent);
