// JournalEntry: Intuit's business rules for its lines, and what it posts.

import { ApiFault, fault, faults } from '../api/fault.ts';
import { pacificDate } from '../clock.ts';
import { amountNumber, parseAmount } from '../ledger/amount.ts';
import type { LedgerLine, Party } from '../ledger/ledger.ts';
import type { ApiObject } from '../store/objects.ts';
import { currencyReference } from './currencies.ts';
import {
  commonReadOnly,
  type Definition,
  fieldNames,
  idOf,
  objectOf,
  referenceValue,
  type WriteContext,
} from './definition.ts';
import { checkAccountCurrency, currencyMembers, inHomeCurrency } from './home-currency.ts';
import { checkNotDeposited, listIn } from './links.ts';
import { checkedReference, nameReference } from './references.ts';
import { trackedIn } from './tracking.ts';
import { checkOpen, checkTexts, dateOf, nextNumber, noteLengthMax, withLineIds } from './transaction-checks.ts';
import { dimensionsOf, isOwed } from './transaction-postings.ts';

const amountMinorMax = 10n ** 15n;
const lineFields = [
  'Id',
  'LineNum',
  'Description',
  'Amount',
  'DetailType',
  'JournalEntryLineDetail',
  'ProjectRef',
  'LinkedTxn',
];
const detailFields = [
  ...[
    'PostingType',
    'AccountRef',
    'Entity',
    'ClassRef',
    'DepartmentRef',
    'TaxCodeRef',
    'TaxRateRef',
    'TaxApplicableOn',
  ],
  ...['TaxAmount', 'TaxInclusiveAmt', 'BillableStatus', 'JournalCodeRef', 'ProjectRef', 'JournalEntryLineDetailEx'],
];

export const journalEntry: Definition = {
  name: 'JournalEntry',
  kind: 'transaction',
  fields: fieldNames('JournalEntry', ['TaxRateRef']),
  readOnly: [...commonReadOnly, 'TotalAmt', 'HomeTotalAmt', 'RecurDataRef'],
  prepare,
  checkDelete: (before, context) => {
    checkOpen(String(before.TxnDate), context.company.settings);
    checkNotDeposited(before, context);
  },
  ledgerLines: postingsOf,
};

function postingsOf(entry: ApiObject, context: WriteContext): readonly LedgerLine[] {
  const lines = listIn(entry.Line).flatMap((line) => ledgerLine(line, context));
  return inHomeCurrency(lines, entry, context);
}

function ledgerLine(line: ApiObject, context: WriteContext): readonly LedgerLine[] {
  const detail = objectOf(line.JournalEntryLineDetail);
  const accountId = detail && referenceValue(detail.AccountRef);
  const amountMinor = parseAmount(line.Amount);
  if (!detail || !accountId || amountMinor === null) return [];
  return [
    {
      accountId: Number(accountId),
      amountMinor: detail.PostingType === 'Debit' ? amountMinor : -amountMinor,
      ...dimensionsOf(detail),
      party: partyOf(detail),
      isOwed: isOwed(Number(accountId), context),
    },
  ];
}

function partyOf(detail: ApiObject): Party | undefined {
  const entity = objectOf(detail.Entity);
  const id = referenceValue(entity?.EntityRef);
  return entity && id !== null ? { type: entity.Type as Party['type'], id: Number(id) } : undefined;
}

function prepare(draft: ApiObject, before: ApiObject | null, context: WriteContext): ApiObject {
  const { company, clock } = context;
  const date = dateOf(draft, pacificDate(clock.now()));
  checkTexts(draft, company.settings);
  if (before) checkOpen(String(before.TxnDate), company.settings);
  const lines = withLineIds(linesOf(draft, context), before, 0);
  checkBalance(lines, company.settings.unbalancedCode);
  checkOpen(date, company.settings);
  checkDocumentNumber(draft, before, context);
  const currency = referenceValue(draft.CurrencyRef);
  if (company.settings.multiCurrency && currency === null) throw faults.missing('CurrencyRef');
  const value = currency ?? company.settings.homeCurrency;
  const members = currencyMembers(draft, value, context);
  if (company.settings.multiCurrency) checkAccounts(lines, value, context);
  const entry = {
    Adjustment: false,
    ...draft,
    ...members,
    ...(before || draft.DocNumber || !context.includes.has('allowautodocnum')
      ? {}
      : { DocNumber: nextNumber('JournalEntry', context) }),
    TotalAmt: 0,
    HomeTotalAmt: 0,
    TxnDate: date,
    CurrencyRef: currencyReference(value),
    Line: lines,
    TxnTaxDetail: draft.TxnTaxDetail ?? {},
  };
  // Posting in another currency may need an account made, and be refused it: before anything is written.
  if (value !== company.settings.homeCurrency) postingsOf(entry, context);
  if (before && postedBy(entry, context) !== postedBy(before, context)) checkNotDeposited(before, context);
  return entry;
}

/** What is debited and credited where, to be compared. */
function postedBy(entry: ApiObject, context: WriteContext): string {
  return postingsOf(entry, context)
    .map(({ accountId, amountMinor }) => `${accountId} ${amountMinor}`)
    .join();
}

function checkAccounts(lines: readonly ApiObject[], currency: string, context: WriteContext): void {
  for (const line of lines) {
    const id = referenceValue(objectOf(line.JournalEntryLineDetail)?.AccountRef);
    if (id !== null) checkAccountCurrency(Number(id), currency, context);
  }
}

function linesOf(draft: ApiObject, context: WriteContext): ApiObject[] {
  if (!Array.isArray(draft.Line) || draft.Line.length === 0) throw faults.missing('Line');
  const { journalLinesMax } = context.company.settings;
  if (journalLinesMax > 0 && draft.Line.length > journalLinesMax) {
    throw faults.business(`You cannot enter more than ${journalLinesMax} lines in a journal entry.`);
  }
  const lines = draft.Line.map((value: unknown) => lineOf(value, context));
  const posting = lines.filter((line) => line.DetailType === 'JournalEntryLineDetail');
  if (posting.length < 2) throw faults.business('Fill out at least two detail lines to continue.');
  if (context.company.settings.oneReceivableOrPayable) {
    const types = posting.map((line) => accountTypeOf(line, context));
    const count = types.filter((type) => type === 'Accounts Receivable' || type === 'Accounts Payable').length;
    if (count > 1)
      throw faults.business('You can have only one Accounts Receivable or Accounts Payable line in a journal entry.');
  }
  return lines;
}

function lineOf(value: unknown, context: WriteContext): ApiObject {
  const line = objectOf(value);
  if (!line) throw faults.missing('Line');
  for (const field of Object.keys(line)) {
    if (!lineFields.includes(field)) throw faults.unknownField(field, 'Line', lineFields.length);
  }
  if (line.Description !== undefined && String(line.Description).length > noteLengthMax) {
    throw faults.tooLong('Description', noteLengthMax, String(line.Description).length);
  }
  const told = {
    Id: line.Id,
    ...(line.LineNum === undefined ? {} : { LineNum: line.LineNum }),
    ...(line.Description === undefined || line.Description === null ? {} : { Description: line.Description }),
  };
  // A description moves no money, whatever comes with it.
  if (line.DetailType === 'DescriptionOnly') return { ...told, DetailType: 'DescriptionOnly' };
  if (line.DetailType === undefined) throw faults.missing('Line.DetailType');
  if (line.DetailType !== 'JournalEntryLineDetail') throw faults.enumeration('DetailType', line.DetailType);
  return {
    ...told,
    Amount: amountNumber(amountOf(line, context)),
    DetailType: 'JournalEntryLineDetail',
    ...(line.ProjectRef === undefined ? {} : { ProjectRef: line.ProjectRef }),
    JournalEntryLineDetail: detailOf(line, context),
  };
}

function amountOf(line: ApiObject, { company }: WriteContext): bigint {
  if (line.Amount === undefined || line.Amount === null) throw faults.missing('Amount');
  const amount = parseAmount(line.Amount);
  if (amount === null || amount > amountMinorMax) {
    throw faults.number('Amount', line.Amount);
  }
  if (amount < 0n) {
    throw fault(
      '2290',
      'Negative amount is not supported',
      'Negative amounts are not supported on journal entry lines',
      {
        element: 'Amount',
      },
    );
  }
  const { zeroAmounts, extraDecimals } = company.settings;
  if (amount === 0n && zeroAmounts === '2090') throw faults.number('Amount', line.Amount);
  if (extraDecimals === '2110' && /\.\d\d\d*[1-9]/.test(String(line.Amount))) {
    const detail = `The amount is not supported. Supplied value:${String(line.Amount)}`;
    throw fault('2110', 'Invalid Amount', detail, { element: 'Amount' });
  }
  return amount;
}

function detailOf(line: ApiObject, context: WriteContext): ApiObject {
  const given = objectOf(line.JournalEntryLineDetail);
  if (!given) throw faults.missing('JournalEntryLineDetail');
  const detail = trackedIn(given, context.company.settings);
  for (const field of Object.keys(detail)) {
    if (!detailFields.includes(field)) throw faults.unknownField(field, 'JournalEntryLineDetail', detailFields.length);
  }
  if (detail.PostingType === undefined || detail.PostingType === null) {
    throw fault('2260', 'Missing PostingType', 'PostingType is required on each line', { element: 'PostingType' });
  }
  if (detail.PostingType !== 'Debit' && detail.PostingType !== 'Credit')
    throw faults.enumeration('PostingType', detail.PostingType);
  if (referenceValue(detail.AccountRef) === null) throw faults.missing('AccountRef');
  const account = checkedReference('Account', detail.AccountRef, context);
  checkName(detail, String(account.AccountType));
  checkTax(detail, context);
  return {
    ...detail,
    AccountRef: { value: String(account.Id), name: String(account.FullyQualifiedName) },
    ...(referenceValue(detail.ClassRef) ? { ClassRef: nameReference('Class', detail.ClassRef, context) } : {}),
    ...(referenceValue(detail.DepartmentRef)
      ? { DepartmentRef: nameReference('Department', detail.DepartmentRef, context) }
      : {}),
    ...(objectOf(detail.Entity) ? { Entity: entityOf(detail, context) } : {}),
  };
}

/** Receivable lines name a customer, payable lines a vendor. */
function checkName(detail: ApiObject, accountType: string): void {
  const type = objectOf(detail.Entity)?.Type;
  if (accountType === 'Accounts Receivable' && type !== 'Customer') {
    throw faults.business('When you use Accounts Receivable, you must choose a customer in the Name field.');
  }
  if (accountType === 'Accounts Payable' && type !== 'Vendor') {
    throw faults.business('When you use Accounts Payable, you must choose a supplier in the Name field.');
  }
}

/** Outside the United States a taxed line says which side the tax is on, and how much it is. */
function checkTax(detail: ApiObject, context: WriteContext): void {
  if (referenceValue(detail.TaxCodeRef) === null || context.company.settings.country === 'US') return;
  checkedReference('TaxCode', detail.TaxCodeRef, context);
  for (const [field, code] of [
    ['TaxApplicableOn', '2270'],
    ['TaxAmount', '2280'],
  ] as const) {
    if (detail[field] !== undefined && detail[field] !== null) continue;
    throw fault(code, `Missing ${field}`, `${field} is required on a line with a tax code`, { element: field });
  }
}

function entityOf(detail: ApiObject, context: WriteContext): ApiObject {
  const entity = objectOf(detail.Entity) ?? {};
  const type = entity.Type;
  if (type !== 'Customer' && type !== 'Vendor' && type !== 'Employee') throw faults.enumeration('Entity.Type', type);
  return { Type: type, EntityRef: nameReference(type, entity.EntityRef, context) };
}

function accountTypeOf(line: ApiObject, { company, objects }: WriteContext): unknown {
  const id = referenceValue(objectOf(line.JournalEntryLineDetail)?.AccountRef);
  return objects.get({ realmId: company.realmId, type: 'Account', id: idOf(id ?? '') ?? 0 })?.AccountType;
}

function checkBalance(lines: readonly ApiObject[], code: '2300' | '6000'): void {
  let sum = 0n;
  for (const line of lines) {
    const amount = parseAmount(line.Amount) ?? 0n;
    const side = objectOf(line.JournalEntryLineDetail)?.PostingType;
    if (side !== undefined) sum += side === 'Debit' ? amount : -amount;
  }
  if (sum === 0n) return;
  if (code === '6000') throw faults.business('Please balance debits and credits.');
  throw fault(
    '2300',
    'Debits and credits do not match',
    'The total of the debits does not equal the total of the credits',
  );
}

function checkDocumentNumber(draft: ApiObject, before: ApiObject | null, context: WriteContext): void {
  const { company, objects, includes } = context;
  if (!company.settings.warnDuplicateJournalNumber || includes.has('allowduplicatedocnum')) return;
  if (typeof draft.DocNumber !== 'string' || draft.DocNumber === '') return;
  const number = { docNumber: draft.DocNumber, except: before ? Number(before.Id) : null };
  const twin = objects.numbered(company.realmId, 'JournalEntry', number);
  if (twin === undefined) return;
  const detail = `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=${draft.DocNumber} is assigned to TxnType=Journal Entry with TxnId=${twin}`;
  throw new ApiFault([{ Message: 'Duplicate Document Number Error', Detail: detail, code: '6140', element: '' }]);
}
