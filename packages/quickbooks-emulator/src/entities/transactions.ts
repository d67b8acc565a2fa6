// The transactions besides the journal entry: from their kinds, the definitions that the engine writes by.

import { faults } from '../api/fault.ts';
import { pacificDate } from '../clock.ts';
import { amountNumber, parseAmount } from '../ledger/amount.ts';
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
import { appliedBy, checkLinks, checkNotDeposited, isLinkOnly, listIn } from './links.ts';
import { checkAccountType, nameReference, referencesChecked } from './references.ts';
import { taxDetailOf } from './sales-tax.ts';
import { checkOpen, checkTexts, dateOf, nextNumber } from './transaction-checks.ts';
import { type TransactionKind, transactionKinds } from './transaction-kinds.ts';
import { isMissing, linesOf, totalOf } from './transaction-lines.ts';
import { counterAccount, ledgerLines } from './transaction-postings.ts';

export const transactions: readonly Definition[] = transactionKinds.map(definitionOf);

function definitionOf(kind: TransactionKind): Definition {
  const computed = ['HomeTotalAmt', 'Balance', 'RecurDataRef', 'RemainingCredit', 'UnappliedAmt'];
  return {
    name: kind.name,
    kind: 'transaction',
    fields: fieldNames(kind.name),
    readOnly: [...commonReadOnly, ...computed, ...(kind.lines === 'total' ? [] : ['TotalAmt'])],
    prepare: (draft, before, context) => prepare(kind, { draft, before, context }),
    checkDelete: (before, context) => {
      checkOpen(String(before.TxnDate), context.company.settings);
      checkNotDeposited(before, context);
    },
    ledgerLines: (object, context) => ledgerLines(kind, object, context),
    ...(kind.canVoid ? { voided } : {}),
  };
}

interface Draft {
  readonly draft: ApiObject;
  readonly before: ApiObject | null;
  readonly context: WriteContext;
}

function prepare(kind: TransactionKind, { draft, before, context }: Draft): ApiObject {
  const { company, clock } = context;
  for (const field of kind.required) if (isMissing(draft[field])) throw faults.missing(field);
  if (kind.lines === 'total') checkTotal(draft);
  const TxnDate = dateOf(draft, pacificDate(clock.now()));
  checkTexts(draft);
  const { homeCurrency } = company.settings;
  if (before) checkOpen(String(before.TxnDate), company.settings);
  checkOpen(TxnDate, company.settings);
  const lines = linesOf(kind, { draft, before }, context);
  const TxnTaxDetail = kind.lines === 'sales' ? taxDetailOf(draft, lines, context) : null;
  const taxed = { ...draft, ...(TxnTaxDetail ? { TxnTaxDetail } : {}) };
  const total = totalOf(kind, { ...taxed, Line: lines });
  const isNumbered = kind.lines === 'sales' && !before && isMissing(draft.DocNumber);
  const currency = referenceValue(draft.CurrencyRef) ?? homeCurrency;
  const object = {
    ...kind.defaults,
    ...referencesChecked(taxed, context),
    TxnDate,
    ...(isNumbered ? { DocNumber: nextNumber(kind.name, context) } : {}),
    CurrencyRef: currencyReference(currency),
    ...(kind.lines === 'total' && lines.length === 0 ? {} : { Line: lines }),
    ...(kind.name === 'Transfer' ? { Amount: amountNumber(total) } : { TotalAmt: amountNumber(total) }),
    ...(kind.hasBalance ? { Balance: amountNumber(total) } : {}),
    ...(kind.name === 'CreditMemo' ? { RemainingCredit: amountNumber(total) } : {}),
    ...(kind.isDue ? { DueDate: dueDate(draft, TxnDate, context) } : {}),
  };
  const types = kind.paidFrom?.[String(draft.PaymentType)];
  if (types) checkAccountType(draft.AccountRef, types, context);
  if (kind.links) checkLinks({ draft: object, before, rules: kind.links, context });
  if (before) checkSettled(kind, { draft: object, before, context });
  // Last, because an account that QuickBooks knows by itself may be made for it.
  return { ...object, ...unappliedOf(kind, object, total), ...shownAccount(kind, object, context) };
}

/** What is moved without lines is an amount, and none less than nothing. */
function checkTotal(draft: ApiObject): void {
  const element = draft.TotalAmt === undefined ? 'Amount' : 'TotalAmt';
  const total = parseAmount(draft[element]);
  if (total === null || total < 0n) throw faults.number(element, draft[element]);
}

/** What a payment applies is at most what it is made of. */
function unappliedOf(kind: TransactionKind, object: ApiObject, total: bigint): ApiObject {
  if (kind.lines !== 'total' || !kind.links) return {};
  const unapplied = total - appliedBy(object, kind.links);
  if (unapplied < 0n) throw faults.business('The amounts applied come to more than the total of the payment.');
  return kind.name === 'Payment' ? { UnappliedAmt: amountNumber(unapplied) } : {};
}

/** What has been paid or deposited cannot come to less afterwards. */
function checkSettled(kind: TransactionKind, { draft, before, context }: Draft & { before: ApiObject }): void {
  const isMoved = String(draft.TotalAmt) !== String(before.TotalAmt) || isOtherAccount(draft, before);
  if (isMoved) checkNotDeposited(before, context);
  if (!kind.hasBalance) return;
  const paid = (parseAmount(before.TotalAmt) ?? 0n) - (parseAmount(before.Balance) ?? 0n);
  if (paid > (parseAmount(draft.TotalAmt) ?? 0n)) {
    throw faults.business('The transaction is already paid by more than its new total.');
  }
}

function isOtherAccount(draft: ApiObject, before: ApiObject): boolean {
  const [now, then] = [referenceValue(draft.DepositToAccountRef), referenceValue(before.DepositToAccountRef)];
  return now !== null && then !== null && now !== then;
}

/** By the term, or at once. */
function dueDate(draft: ApiObject, date: string, { company, objects }: WriteContext): unknown {
  if (!isMissing(draft.DueDate)) return draft.DueDate;
  const id = idOf(referenceValue(draft.SalesTermRef) ?? '') ?? 0;
  const days = Number(objects.get({ realmId: company.realmId, type: 'Term', id })?.DueDays ?? 0);
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function shownAccount(kind: TransactionKind, object: ApiObject, context: WriteContext): ApiObject {
  const { counter } = kind;
  if (!counter?.isShown || !counter.path || referenceValue(object[counter.path]) !== null) return {};
  const value = String(counterAccount(counter, object, context));
  return { [counter.path]: nameReference('Account', { value }, context) };
}

/** Amounts go to nothing and the note says so; the transaction itself stays. */
function voided(before: ApiObject): ApiObject {
  const lines = listIn(before.Line).filter((line) => !isLinkOnly(line));
  return {
    ...before,
    PrivateNote: 'Voided',
    TotalAmt: 0,
    ...(before.Balance === undefined ? {} : { Balance: 0 }),
    ...(before.RemainingCredit === undefined ? {} : { RemainingCredit: 0 }),
    ...(before.UnappliedAmt === undefined ? {} : { UnappliedAmt: 0 }),
    ...(before.TxnTaxDetail === undefined ? {} : { TxnTaxDetail: {} }),
    Line: lines.map((line) => {
      const { SalesItemLineDetail } = line;
      const detail = objectOf(SalesItemLineDetail);
      return { ...line, Amount: 0, ...(detail ? { SalesItemLineDetail: { ...detail, Qty: 0, UnitPrice: 0 } } : {}) };
    }),
  };
}
