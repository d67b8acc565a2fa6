// Transactions in another currency: the ledger is kept in the home currency, at the transaction's own rate.
import { faults } from '../api/fault.ts';
import { pacificDate } from '../clock.ts';
import { atRate, parseRate, rateOfOne } from '../ledger/amount.ts';
import type { LedgerLine } from '../ledger/ledger.ts';
import type { ApiObject } from '../store/objects.ts';
import { checkCurrency } from './currencies.ts';
import { referenceValue, type WriteContext } from './definition.ts';
import { rateOn } from './exchange-rates.ts';
import { systemAccount } from './system-accounts.ts';
import { dateOf } from './transaction-checks.ts';

/** A line as the transaction has it; in the home currency where that does not follow from its rate. */
export interface TransactionLine extends LedgerLine {
  readonly homeMinor?: bigint | undefined;
}

/** The currency of the transaction, where it is not the company's own. */
export function foreignCurrencyOf(object: ApiObject, { company }: Pick<WriteContext, 'company'>): string | null {
  const currency = referenceValue(object.CurrencyRef);
  return currency === null || currency === company.settings.homeCurrency ? null : currency;
}

export function rateOf(object: ApiObject): bigint {
  return parseRate(object.ExchangeRate) ?? rateOfOne;
}

/** The members of the transaction that say its currency and rate; a fault where the company cannot have them. */
export function currencyMembers(draft: ApiObject, currency: string, context: WriteContext): ApiObject {
  checkCurrency(currency, context);
  const given = draft.ExchangeRate;
  if (given !== undefined && given !== null && parseRate(given) === null) throw faults.number('ExchangeRate', given);
  if (currency === context.company.settings.homeCurrency) return given === undefined ? {} : { ExchangeRate: 1 };
  return { ExchangeRate: given ?? rateOn({ currency, date: dayOf(draft, context) }, context) };
}

function dayOf(draft: ApiObject, { clock }: WriteContext): string {
  return dateOf(draft, pacificDate(clock.now()));
}

/** An account in another currency takes transactions in that currency alone. */
export function checkAccountCurrency(accountId: number, currency: string, { company, objects }: WriteContext): void {
  const account = objects.get({ realmId: company.realmId, type: 'Account', id: accountId });
  const own = referenceValue(account?.CurrencyRef) ?? company.settings.homeCurrency;
  if (own === company.settings.homeCurrency || own === currency) return;
  throw faults.business(`The account ${String(account?.Name)} is in ${own}, and the transaction in ${currency}.`);
}

/** What the lines come to in the home currency; what the rounding, or another rate, leaves over is gained or lost. */
export function inHomeCurrency(
  lines: readonly TransactionLine[],
  object: ApiObject,
  context: WriteContext,
): readonly LedgerLine[] {
  const currency = foreignCurrencyOf(object, context);
  if (currency === null) return lines;
  const rate = rateOf(object);
  const { company, objects } = context;
  const converted = lines.map(({ homeMinor, ...line }): LedgerLine => {
    const account = objects.get({ realmId: company.realmId, type: 'Account', id: line.accountId });
    const isForeign = referenceValue(account?.CurrencyRef) === currency;
    return {
      ...line,
      amountMinor: homeMinor ?? atRate(line.amountMinor, rate),
      ...(isForeign ? { foreignMinor: line.amountMinor } : {}),
    };
  });
  const left = converted.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (left === 0n) return converted;
  return [...converted, { accountId: systemAccount('exchange', context), amountMinor: -left }];
}
