// A journal entry as QuickBooks writes it, and back again for the comparison; pure. Amounts are exact text, never floating-point numbers.

import { quickbooksDecimals } from '../journal/round-entry.ts';
import { amountDigitsMax, decimalPlaces, formatAmount } from '../money.ts';
import type { EntryToPrepare, EntryToWrite, FoundEntry, LineToWrite } from '../pipeline/ledger-port.ts';
import { isSameEntry } from '../posting/entry-version.ts';
import { accountsLeftBy } from '../posting/merged-account.ts';
import { findMarker } from '../posting/posting-key.ts';
import { readVersion } from './ledger-versions.ts';
import { text } from './wire-values.ts';

/** Intuit's reference of JournalEntry. */
const privateNoteLengthMax = 4000;
const descriptionLengthMax = 4000;

type Body = { readonly ok: true; readonly body: string } | { readonly ok: false; readonly reason: string };

export function cannotHold(entry: EntryToWrite): string | null {
  const index = entry.lines.findIndex(({ amountMinor }) => amountText(amountMinor, entry.currency) === null);
  return index < 0 ? null : inexact(entry, index);
}

const inexact = ({ currency }: EntryToWrite, index: number): string =>
  `QuickBooks cannot hold an amount of line ${index + 1} exactly (${currency})`;

export function entryBody(prepare: EntryToPrepare): Body {
  const { entry, documentNumber, marker, homeCurrency, postingDate } = prepare;
  // An entry that is dated otherwise says its true date where an accountant looks: in its note and on every line.
  const trueDate = postingDate === entry.businessDate ? null : entry.businessDate;
  const lines: string[] = [];
  for (const [index, line] of entry.lines.entries()) {
    const amount = amountText(line.amountMinor, entry.currency);
    if (amount === null) return { ok: false, reason: inexact(entry, index) };
    const { departmentId = null, classId = null } = prepare.tracked[index] ?? {};
    lines.push(lineBody(line, { amount, department: departmentId, ofClass: classId, trueDate }));
  }
  const fields = [
    field('TxnDate', postingDate),
    field('DocNumber', documentNumber),
    field('PrivateNote', privateNote(entry.memo, trueDate === null ? [marker] : [trueDateWords(trueDate), marker])),
    ...currencyFields(entry, homeCurrency),
    `"Line":[${lines.join(',')}]`,
  ];
  return { ok: true, body: `{${fields.join(',')}}` };
}

interface LineWire {
  readonly amount: string;
  readonly department: string | null;
  /** QuickBooks' id of its class. */
  readonly ofClass: string | null;
  /** Null: the date of the entry. */
  readonly trueDate: string | null;
}

function lineBody(line: LineToWrite, wire: LineWire): string {
  const detail = [
    field('PostingType', line.side === 'debit' ? 'Debit' : 'Credit'),
    `"AccountRef":{${field('value', line.accountId)}}`,
    ...(wire.ofClass === null ? [] : [`"ClassRef":{${field('value', wire.ofClass)}}`]),
    ...(wire.department === null ? [] : [`"DepartmentRef":{${field('value', wire.department)}}`]),
  ];
  return `{${[
    field('Description', describeLine(line, wire.trueDate).slice(0, descriptionLengthMax)),
    `"Amount":${wire.amount}`,
    field('DetailType', 'JournalEntryLineDetail'),
    `"JournalEntryLineDetail":{${detail.join(',')}}`,
  ].join(',')}}`;
}

function describeLine({ role, subject, location }: LineToWrite, trueDate: string | null): string {
  const words = role.replaceAll('-', ' ');
  const date = trueDate === null ? [] : [`of ${trueDate}`];
  return [subject === null ? words : `${words} ${subject}`, location, ...date].join(', ');
}

const trueDateWords = (trueDate: string): string => `Business date ${trueDate}: the books were closed then.`;

/** What has to be there always fits: the memo gives way. */
function privateNote(memo: string, below: readonly string[]): string {
  const kept = below.join('\n');
  return memo === '' ? kept : `${memo.slice(0, privateNoteLengthMax - kept.length - 1)}\n${kept}`;
}

/** The currency always: a company with several requires it (Intuit's reference), one with a single currency takes its own. */
function currencyFields({ currency, exchangeRate }: EntryToWrite, homeCurrency: string): string[] {
  const foreign = currency !== homeCurrency && exchangeRate !== null && /^\d+(\.\d+)?$/.test(exchangeRate);
  return [`"CurrencyRef":{${field('value', currency)}}`, ...(foreign ? [`"ExchangeRate":${exchangeRate}`] : [])];
}

/** A JSON number with two decimals; null when that would lose something or be too long. */
function amountText(amountMinor: bigint, currency: string): string | null {
  const finer = decimalPlaces(currency) - quickbooksDecimals;
  const unitMinor = 10n ** BigInt(Math.max(finer, 0));
  if (amountMinor <= 0n || amountMinor % unitMinor !== 0n) return null;
  const cents = finer > 0 ? amountMinor / unitMinor : amountMinor * 10n ** BigInt(-finer);
  return cents.toString().length > amountDigitsMax ? null : formatAmount(cents, quickbooksDecimals);
}

function field(name: string, text: string): string {
  return `${JSON.stringify(name)}:${asciiJson(text)}`;
}

/**
 * JSON text in ASCII alone, so that no proxy or decoder on the way can change it. Half a character (a lone surrogate, also
 * one left by shortening) is replaced, since QuickBooks answers 500 to what is no Unicode.
 */
function asciiJson(text: string): string {
  if (plainText.test(text)) return JSON.stringify(text);
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd').replace(controlCharacters, ' ');
  return JSON.stringify(whole).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** As nearly every text is. */
const plainText = /^[\x20-\x7e]*$/;

/** All control characters but tab and line feed. */
const controlCharacters = /[^\P{Cc}\t\n]/gu;

/** Compares an entry that QuickBooks holds with the body that was sent. */
export function readFoundEntry(found: unknown, sentBody: string): FoundEntry {
  const sent: unknown = JSON.parse(sentBody);
  const sentMarker = findMarker(text(sent, 'PrivateNote') ?? '');
  const [ours, theirs] = [readVersion(sent), readVersion(found)];
  return {
    quickbooksId: text(found, 'Id') ?? '',
    syncToken: text(found, 'SyncToken') ?? '0',
    ours: sentMarker !== null && findMarker(text(found, 'PrivateNote') ?? '') === sentMarker,
    // What cannot be read is not known to be as it was sent.
    equal: ours !== null && theirs !== null && isSameEntry(ours, theirs),
    leftAccounts: ours === null || theirs === null ? [] : accountsLeftBy(ours, theirs),
  };
}
