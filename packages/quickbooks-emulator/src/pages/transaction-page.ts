// One transaction: what it says, what it posted to the ledger, and the object as the API gives it.
import type { Company } from '../company/companies.ts';
import type { Emulator } from '../emulator.ts';
import { definitionOf } from '../entities/catalogue.ts';
import { idOf, objectOf } from '../entities/definition.ts';
import { parseAmount } from '../ledger/amount.ts';
import type { ApiObject } from '../store/objects.ts';
import { grouped, sides } from './amounts.ts';
import { type Html, html } from './html.ts';

/** What an entry debits; what another transaction comes to. */
export function totalMinor(object: ApiObject): bigint {
  const lines = Array.isArray(object.Line) ? (object.Line as ApiObject[]) : [];
  const debits = lines
    .filter((line) => objectOf(line.JournalEntryLineDetail)?.PostingType === 'Debit')
    .reduce((sum, line) => sum + (parseAmount(line.Amount) ?? 0n), 0n);
  return debits === 0n ? (parseAmount(object.TotalAmt ?? object.Amount) ?? 0n) : debits;
}

interface Asked {
  readonly type: string;
  readonly txnId: string | null;
}

/** Null where it is not there. */
export function transactionPage(emulator: Emulator, company: Company, { type, txnId }: Asked): Html | null {
  const definition = definitionOf(type);
  const id = idOf(txnId ?? '');
  if (definition?.kind !== 'transaction' || id === null) return null;
  const { realmId } = company;
  const object = emulator.objects.get({ realmId, type: definition.name, id });
  if (!object) return null;
  const isMatched = emulator.objects.isMatched({ realmId, type: definition.name, id });
  const facts: readonly (readonly [string, string])[] = [
    ['Date', String(object.TxnDate ?? '')],
    ['Id', String(object.Id)],
    ['Version', String(object.SyncToken)],
    ['Currency', String(objectOf(object.CurrencyRef)?.value ?? '')],
    ['Name', String(objectOf(object.CustomerRef ?? object.VendorRef ?? object.EntityRef)?.name ?? '')],
    ['Bank', isMatched ? 'matched' : ''],
  ];
  const title = definition.name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return html`<h1>${title.charAt(0).toUpperCase()}${title.slice(1)} ${String(object.DocNumber ?? `#${object.Id}`)}</h1>
    <dl class="facts">${facts.filter(([, value]) => value !== '').map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    <section class="card">${definition.name === 'JournalEntry' ? entryLines(object) : postedLines(emulator, realmId, id)}
    ${object.PrivateNote ? html`<p class="hint">Memo: ${String(object.PrivateNote)}</p>` : ''}</section>
    ${acts(realmId, { type: definition.name, id: String(id), isMatched })}
    <section class="card"><details><summary>As the API gives it</summary><pre>${JSON.stringify(object, null, 2)}</pre></details></section>
    <p><a href="/app/journal?realm=${realmId}&kind=${definition.name}">Back to the journal</a></p>`;
}

interface ActedOn {
  readonly type: string;
  readonly id: string;
  readonly isMatched: boolean;
}

function acts(realmId: string, { type, id, isMatched }: ActedOn): Html {
  const button = (act: string, label: string, kind = '') =>
    html`<button name="does" value="${act}" class="${kind}">${label}</button>`;
  return html`<section class="card"><h2>What an accountant would do</h2><p class="hint">Past the API and past the closing date: the app is not asked.</p>
    <form class="actions" method="post" action="/app/bad-days?realm=${realmId}"><input type="hidden" name="action" value="accountant">
    <input type="hidden" name="entity" value="${type}"><input type="hidden" name="id" value="${id}">
    ${button('edit', 'Edit the memo')}${isMatched ? button('unmatch', 'Unmatch') : button('match', 'Match with the bank')}${button('delete', 'Delete', 'danger')}</form></section>`;
}

function entryLines(entry: ApiObject): Html {
  const named = (value: unknown) => String(objectOf(value)?.name ?? '');
  const lines = entry.Line as ApiObject[];
  const side = (line: ApiObject) => objectOf(line.JournalEntryLineDetail)?.PostingType;
  const sum = (wanted: string) =>
    lines.filter((line) => side(line) === wanted).reduce((total, line) => total + (parseAmount(line.Amount) ?? 0n), 0n);
  const rows = lines.map((line) => {
    const detail = objectOf(line.JournalEntryLineDetail);
    const amount = grouped(parseAmount(line.Amount) ?? 0n);
    return html`<tr><td>${named(detail?.AccountRef)}</td><td class="quiet">${String(line.Description ?? '')}</td>
      <td class="quiet">${named(objectOf(detail?.Entity)?.EntityRef)}</td><td class="quiet">${[named(detail?.DepartmentRef), named(detail?.ClassRef)].filter(Boolean).join(', ')}</td>
      <td class="number">${side(line) === 'Debit' ? amount : ''}</td><td class="number">${side(line) === 'Credit' ? amount : ''}</td></tr>`;
  });
  return html`<table><thead><tr><th>Account</th><th>Description</th><th>Name</th><th>Location, class</th><th class="number">Debits</th><th class="number">Credits</th></tr></thead><tbody>${rows}</tbody>
    <tfoot><tr><th colspan="4">Total</th><td class="number">${grouped(sum('Debit'))}</td><td class="number">${grouped(sum('Credit'))}</td></tr></tfoot></table>`;
}

function postedLines({ store, objects }: Emulator, realmId: string, id: number): Html {
  const lines = store.integers<{ account_id: bigint; amount_minor: bigint }>(
    'SELECT account_id, amount_minor FROM ledger_lines WHERE realm_id = ? AND transaction_id = ? ORDER BY line',
    realmId,
    id,
  );
  if (lines.length === 0) return html`<p class="empty">It posts nothing to the ledger.</p>`;
  const rows = lines.map(({ account_id, amount_minor }) => {
    const account = objects.get({ realmId, type: 'Account', id: Number(account_id) });
    const [debit, credit] = sides(amount_minor);
    return html`<tr><td>${String(account?.FullyQualifiedName ?? account_id)}</td><td class="number">${debit}</td><td class="number">${credit}</td></tr>`;
  });
  return html`<table><thead><tr><th>Account</th><th class="number">Debits</th><th class="number">Credits</th></tr></thead><tbody>${rows}</tbody></table>`;
}
