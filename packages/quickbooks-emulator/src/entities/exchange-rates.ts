// Exchange rates: one a currency and day, written and read by these; a transaction that names no rate takes the last before it.
import { faults } from '../api/fault.ts';
import { pacificDate, pacificTime } from '../clock.ts';
import { parseRate } from '../ledger/amount.ts';
import { shaped } from '../schema/shape.ts';
import type { ApiObject } from '../store/objects.ts';
import { commonReadOnly, type Definition, fieldNames, type WriteContext } from './definition.ts';

const type = 'ExchangeRate';

/** For queries; its own path is answered here. */
export const exchangeRate: Definition = {
  name: type,
  kind: 'list',
  isReadOnly: true,
  fields: fieldNames(type),
  readOnly: commonReadOnly,
  prepare: (draft) => draft,
};

/** As of the day asked for, today without one: the last written; 1 where none is. */
export function rateAsked(query: URLSearchParams, context: WriteContext): ApiObject {
  const currency = currencyIn(query.get('sourcecurrencycode'));
  const AsOfDate = dayOf(query.get('asofdate') ?? undefined, context);
  const known = lastRate({ currency, date: AsOfDate }, context);
  if (known) return { ...known, AsOfDate };
  const TargetCurrencyCode = context.company.settings.homeCurrency;
  return { SourceCurrencyCode: currency, TargetCurrencyCode, Rate: 1, AsOfDate, domain: 'QBO', sparse: false };
}

export function writeRate(body: ApiObject, context: WriteContext): ApiObject {
  const { company, clock, objects } = context;
  if (company.settings.lapsed) throw faults.lapsed();
  const unknown = Object.keys(body).find((field) => !exchangeRate.fields.includes(field));
  if (unknown !== undefined) throw faults.unknownField(unknown, type, exchangeRate.fields.length);
  const SourceCurrencyCode = currencyIn(body.SourceCurrencyCode);
  const AsOfDate = dayOf(body.AsOfDate, context);
  if (body.Rate === undefined || body.Rate === null) throw faults.missing('Rate');
  if (parseRate(body.Rate) === null) throw faults.number('Rate', body.Rate);
  const { realmId, settings } = company;
  const before = ratesOf(SourceCurrencyCode, context).find((rate) => rate.AsOfDate === AsOfDate);
  const id = before ? Number(before.Id) : objects.nextId(realmId, type);
  const time = pacificTime(clock.now()).replace(/\.\d+/, '');
  const created = (before?.MetaData as ApiObject | undefined)?.CreateTime ?? time;
  const rate = {
    SourceCurrencyCode,
    TargetCurrencyCode: settings.homeCurrency,
    Rate: Number(body.Rate),
    AsOfDate,
    domain: 'QBO',
    sparse: false,
    Id: String(id),
    SyncToken: before ? String(Number(before.SyncToken) + 1) : '0',
    MetaData: { CreateTime: created, LastUpdatedTime: time },
  };
  objects.put({ realmId, type, id }, rate, clock.now());
  return rate;
}

/** What a transaction of this day takes, where it names no rate. */
export function rateOn(of: { currency: string; date: string }, context: WriteContext): unknown {
  return lastRate(of, context)?.Rate ?? 1;
}

function lastRate(
  { currency, date }: { currency: string; date: string },
  context: WriteContext,
): ApiObject | undefined {
  return ratesOf(currency, context)
    .filter(({ AsOfDate }) => String(AsOfDate) <= date)
    .sort((left, right) => (String(left.AsOfDate) < String(right.AsOfDate) ? -1 : 1))
    .at(-1);
}

function ratesOf(currency: string, { company, objects }: WriteContext): readonly ApiObject[] {
  return objects.all(company.realmId, type).filter(({ SourceCurrencyCode }) => SourceCurrencyCode === currency);
}

function currencyIn(given: unknown): string {
  if (typeof given !== 'string' || given === '') throw faults.missing('SourceCurrencyCode');
  const code = given.toUpperCase();
  if (!/^[A-Z]{3}$/.test(code)) throw faults.enumeration('SourceCurrencyCode', given);
  return code;
}

function dayOf(given: unknown, { clock }: WriteContext): string {
  if (given === undefined || given === null || given === '') return pacificDate(clock.now());
  return String(shaped(type, { AsOfDate: given }).AsOfDate);
}
