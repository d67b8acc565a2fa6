// Retail shops elsewhere: what differs from the one in the United States, in settings and in the chart.
import type { Settings } from '../company/settings.ts';

interface Variant {
  readonly settings: Partial<Settings>;
  /** Accounts of the retail chart that are called otherwise there. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Accounts in other currencies, and what goes with them: name, account type, sub-type, currency. */
  readonly added: readonly (readonly [string, string, string, string])[];
  /** Whom taxes are paid to, and the codes with their percentages, the same on sales and purchases. */
  readonly taxes: { readonly agency: string; readonly codes: readonly (readonly [string, number])[] } | null;
}

const taxAccounts = (first: string, second: string) => ({
  'Sales Tax Payable - NY State': first,
  'Sales Tax Payable - NY City': second,
});

export const variants = {
  'retail-multi-currency': {
    settings: { multiCurrency: true },
    renamed: {},
    added: [
      ['Checking EUR', 'Bank', 'Checking', 'EUR'],
      ['Accounts Receivable (A/R) - EUR', 'Accounts Receivable', 'AccountsReceivable', 'EUR'],
      ['Accounts Payable (A/P) - EUR', 'Accounts Payable', 'AccountsPayable', 'EUR'],
      ['Exchange Gain or Loss', 'Other Expense', 'ExchangeGainOrLoss', 'USD'],
    ],
    taxes: null,
  },
  'retail-gb': {
    settings: { country: 'GB', homeCurrency: 'GBP' },
    renamed: taxAccounts('VAT Control', 'VAT Suspense'),
    added: [],
    taxes: {
      agency: 'HM Revenue & Customs (VAT)',
      codes: [
        ['20.0% S', 20],
        ['5.0% R', 5],
        ['0.0% Z', 0],
        ['Exempt', 0],
      ],
    },
  },
  'retail-ca': {
    settings: { country: 'CA', homeCurrency: 'CAD' },
    renamed: taxAccounts('GST/HST Payable', 'PST Payable'),
    added: [],
    taxes: {
      agency: 'Receiver General for Canada',
      codes: [
        ['GST', 5],
        ['HST ON', 13],
        ['Zero-rated', 0],
        ['Exempt', 0],
      ],
    },
  },
  'retail-au': {
    settings: { country: 'AU', homeCurrency: 'AUD' },
    renamed: taxAccounts('GST Liabilities Payable', 'Tax Suspense'),
    added: [],
    taxes: {
      agency: 'Australian Taxation Office',
      codes: [
        ['GST', 10],
        ['GST free', 0],
      ],
    },
  },
} as const satisfies Readonly<Record<string, Variant>>;

const home: Variant = { settings: {}, renamed: {}, added: [], taxes: null };

export function variantOf(template: string): Variant {
  return Object.hasOwn(variants, template) ? variants[template as keyof typeof variants] : home;
}
