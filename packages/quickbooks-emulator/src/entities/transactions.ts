// The transactions besides the journal entry: from their kinds, the definitions that the engine writes by.

import { faults } from '../api/fault.ts';
import { pacificDate } from '../clock.ts';
import { amountNumber, atRate, parseAmount } from '../ledger/amount.ts';
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
import { checkAccountCurrency, currencyMembers, rateOf } from './home-currency.ts';
import { appliedBy, checkLinks, checkNotDeposited, isLinkOnly, listIn } from './links.ts';
import { checkAccountType, nameReference, referencesChecked } from './references.ts';
import { settleDetached, settleRemoved, settleSaved } from './reposting.ts';
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
    readOnly: [...commonReadOnly, ...computed, 'InvoiceLink', ...(kind.lines === 'total' ? [] : ['TotalAmt'])],
    prepare: (draft, before, context) => prepare(kind, { draft, before, context }),
    checkDelete: (before, context) => {
      checkOpen(String(before.TxnDate), context.company.settings);
      checkNotDeposited(before, context);
    },
    ledgerLines: (object, context) => ledgerLines(kind, object, context),
    afterSave: (object, context) => settleSaved(kind, object, context),
    afterRemove: (before, context) => settleRemoved(kind, before, context),
    afterDetach: (sources, context) => settleDetached(sources, context),
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
  checkTexts(draft, company.settings);
  if (before) checkOpen(String(before.TxnDate), company.settings);
  checkOpen(TxnDate, company.settings);
  const lines = linesOf(kind, { draft, before }, context);
  const TxnTaxDetail = kind.lines === 'sales' ? taxDetailOf(draft, lines, context) : null;
  const taxed = { ...draft, ...(TxnTaxDetail ? { TxnTaxDetail } : {}) };
  const total = totalOf(kind, { ...taxed, Line: lines });
  const isNumbered = kind.lines === 'sales' && !before && isMissing(draft.DocNumber);
  const currency = currencyOf(kind, draft, context);
  const object = {
    ...kind.defaults,
    ...referencesChecked(taxed, context),
    TxnDate,
    ...(isNumbered ? { DocNumber: nextNumber(kind.name, context) } : {}),
    CurrencyRef: currencyReference(currency),
    ...currencyMembers(draft, currency, context),
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
  const whole = {
    ...object,
    ...homeTotalOf(kind, object, total, context),
    ...unappliedOf(kind, object, total),
    ...shownAccount(kind, object, context),
  };
  checkPostings(kind, { ...whole, Id: before?.Id ?? '0' }, context);
  return whole;
}

/** The party's own currency, where the request names none; and only that, on what is owed. */
function currencyOf(kind: TransactionKind, draft: ApiObject, { company, objects }: WriteContext): string {
  const { homeCurrency } = company.settings;
  const named = referenceValue(draft.CurrencyRef);
  const id = kind.party?.type ? idOf(referenceValue(draft[kind.party.field]) ?? '') : null;
  if (id === null || !kind.party?.type) return named ?? homeCurrency;
  const party = objects.get({ realmId: company.realmId, type: kind.party.type, id });
  const own = referenceValue(party?.CurrencyRef) ?? homeCurrency;
  const isOwed = kind.hasBalance === true || kind.against !== undefined;
  if (isOwed && named !== null && named !== own && company.settings.multiCurrency) {
    throw faults.business(`${String(party?.DisplayName)} is in ${own}, and the transaction in ${named}.`);
  }
  return named ?? own;
}

/** Where several currencies are on, the total is shown in the company's own as well. */
function homeTotalOf(kind: TransactionKind, object: ApiObject, total: bigint, { company }: WriteContext): ApiObject {
  if (!company.settings.multiCurrency || !fieldNames(kind.name).includes('HomeTotalAmt')) return {};
  return { HomeTotalAmt: amountNumber(atRate(total, rateOf(object))) };
}

/** Everything that posting may refuse is refused here, before anything is written. */
function checkPostings(kind: TransactionKind, object: ApiObject, context: WriteContext): void {
  const currency = referenceValue(object.CurrencyRef) ?? context.company.settings.homeCurrency;
  for (const { accountId } of ledgerLines(kind, object, context)) checkAccountCurrency(accountId, currency, context);
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
    ...(before.HomeTotalAmt === undefined ? {} : { HomeTotalAmt: 0 }),
    ...(before.Balance === undefined ? {} : { Balance: 0 }),
    ...(before.RemainingCredit === undefined ? {} : { RemainingCredit: 0 }),
    ...(before.UnappliedAmt === undefined ? {} : { UnappliedAmt: 0 }),
    ...(before.TxnTaxDetail === undefined ? {} : { TxnTaxDetail: {} }),
    Line: lines.map(voidedLine),
  };
}

function voidedLine(line: ApiObject): ApiObject {
  const [sale, group] = [objectOf(line.SalesItemLineDetail), objectOf(line.GroupLineDetail)];
  return {
    ...line,
    Amount: 0,
    ...(sale ? { SalesItemLineDetail: { ...sale, Qty: 0, UnitPrice: 0 } } : {}),
    ...(group ? { GroupLineDetail: { ...group, Line: listIn(group.Line).map(voidedLine) } } : {}),
  };
}
