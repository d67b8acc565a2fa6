// Chart of accounts, journal, one entry, trial balance.
import type { Company } from '../company/companies.ts';
import type { Emulator } from '../emulator.ts';
import { accountTypes } from '../entities/account-types.ts';
import { objectOf } from '../entities/definition.ts';
import { formatAmount, parseAmount } from '../ledger/amount.ts';
import type { ApiObject, ObjectRow } from '../store/objects.ts';
import { type Html, html } from './html.ts';

const entriesPerPage = 50;

export function accountsPage({ objects, ledger }: Emulator, { realmId }: Company): Html {
  const balances = ledger.balances(realmId);
  const accounts = objects.all(realmId, 'Account');
  const sections = Object.keys(accountTypes).map((type) => {
    const rows = accounts
      .filter((account) => account.AccountType === type)
      .sort((left, right) => (String(left.FullyQualifiedName) < String(right.FullyQualifiedName) ? -1 : 1))
      .map((account) => {
        const minor = balances.get(Number(account.Id)) ?? 0n;
        const depth = Math.min(4, String(account.FullyQualifiedName).split(':').length - 1);
        return html`<tr class="${account.Active === false ? 'inactive' : ''}"><td class="depth-${depth}">${String(account.Name)}</td>
          <td class="quiet">${String(account.AccountSubType)}</td><td class="mono quiet">${String(account.Id)}</td><td class="number">${amounts(minor)}</td></tr>`;
      });
    if (rows.length === 0) return '';
    return html`<tbody><tr class="group"><th colspan="4" scope="rowgroup">${type}</th></tr>${rows}</tbody>`;
  });
  return html`<h1>Chart of accounts</h1><section class="card"><table><thead><tr><th>Account</th><th>Detail type</th><th>Id</th><th class="number">Balance</th></tr></thead>${sections}</table>
    ${accounts.length === 0 ? html`<p class="empty">This company has no accounts.</p>` : ''}<p class="hint">Debit balances are positive, credit balances in brackets.</p></section>`;
}

function amounts(minor: bigint): string {
  if (minor === 0n) return '–';
  const text = grouped(minor < 0n ? -minor : minor);
  return minor < 0n ? `(${text})` : text;
}

function grouped(minor: bigint): string {
  return formatAmount(minor).replace(/\B(?=(\d{3})+\.)/g, ',');
}

/** The list, or one entry where `txnId` names it; null where it is not there. */
export function journalPage(emulator: Emulator, company: Company, query: URLSearchParams): Html | null {
  const id = query.get('txnId');
  if (id !== null) {
    const entry =
      /^\d{1,15}$/.test(id) && emulator.objects.get({ realmId: company.realmId, type: 'JournalEntry', id: Number(id) });
    return entry ? entryPage(entry, company) : null;
  }
  const { store } = emulator;
  const { realmId } = company;
  const total = Number(
    store.integer(`SELECT count(*) FROM objects WHERE realm_id = ? AND type = 'JournalEntry'`, realmId),
  );
  const pageCount = Math.max(1, Math.ceil(total / entriesPerPage));
  const page = Math.min(pageCount, Math.max(1, Math.floor(Number(query.get('page'))) || 1));
  const rows = store
    .all<ObjectRow>(
      `SELECT id, body FROM objects WHERE realm_id = ? AND type = 'JournalEntry' ORDER BY txn_date DESC, id DESC LIMIT ? OFFSET ?`,
      realmId,
      entriesPerPage,
      (page - 1) * entriesPerPage,
    )
    .map(({ body }) => JSON.parse(body) as ApiObject)
    .map(
      (
        entry,
      ) => html`<tr><td>${String(entry.TxnDate)}</td><td><a href="${entryPath(entry, company)}">${String(entry.DocNumber ?? `#${entry.Id}`)}</a></td>
      <td class="quiet note-cell">${String(entry.PrivateNote ?? '')}</td><td class="number">${grouped(totalOf(entry))}</td></tr>`,
    );
  const link = (target: number, label: string) =>
    target >= 1 && target <= pageCount
      ? html`<a class="button" href="/app/journal?realm=${realmId}&amp;page=${target}">${label}</a>`
      : '';
  return html`<h1>Journal</h1><section class="card"><table><thead><tr><th>Date</th><th>Number</th><th>Memo</th><th class="number">Amount</th></tr></thead><tbody>${rows}</tbody></table>
    ${total === 0 ? html`<p class="empty">No entries have been posted.</p>` : html`<p class="pager">${link(page - 1, 'Newer')}<span>Page ${page} of ${pageCount}, ${total} entries</span>${link(page + 1, 'Older')}</p>`}</section>`;
}

function entryPath(entry: ApiObject, { realmId }: Company): string {
  return `/app/journal?txnId=${String(entry.Id)}&realm=${realmId}`;
}

function totalOf(entry: ApiObject): bigint {
  return sideTotal(entry, 'Debit');
}

function sideTotal(entry: ApiObject, side: 'Debit' | 'Credit'): bigint {
  return (entry.Line as ApiObject[])
    .filter((line) => objectOf(line.JournalEntryLineDetail)?.PostingType === side)
    .reduce((sum, line) => sum + (parseAmount(line.Amount) ?? 0n), 0n);
}

function entryPage(entry: ApiObject, company: Company): Html {
  const named = (value: unknown) => String(objectOf(value)?.name ?? '');
  const rows = (entry.Line as ApiObject[]).map((line) => {
    const detail = objectOf(line.JournalEntryLineDetail);
    const amount = grouped(parseAmount(line.Amount) ?? 0n);
    return html`<tr><td>${named(detail?.AccountRef)}</td><td class="quiet">${String(line.Description ?? '')}</td>
      <td class="quiet">${named(objectOf(detail?.Entity)?.EntityRef)}</td><td class="quiet">${[named(detail?.DepartmentRef), named(detail?.ClassRef)].filter(Boolean).join(', ')}</td>
      <td class="number">${detail?.PostingType === 'Debit' ? amount : ''}</td><td class="number">${detail?.PostingType === 'Credit' ? amount : ''}</td></tr>`;
  });
  return html`<h1>Journal entry ${String(entry.DocNumber ?? `#${entry.Id}`)}</h1>
    <dl class="facts"><div><dt>Date</dt><dd>${String(entry.TxnDate)}</dd></div><div><dt>Id</dt><dd>${String(entry.Id)}</dd></div>
    <div><dt>Version</dt><dd>${String(entry.SyncToken)}</dd></div><div><dt>Currency</dt><dd>${String(objectOf(entry.CurrencyRef)?.value ?? '')}</dd></div></dl>
    <section class="card"><table><thead><tr><th>Account</th><th>Description</th><th>Name</th><th>Location, class</th><th class="number">Debits</th><th class="number">Credits</th></tr></thead><tbody>${rows}</tbody>
    <tfoot><tr><th colspan="4">Total</th><td class="number">${grouped(sideTotal(entry, 'Debit'))}</td><td class="number">${grouped(sideTotal(entry, 'Credit'))}</td></tr></tfoot></table>
    ${entry.PrivateNote ? html`<p class="hint">Memo: ${String(entry.PrivateNote)}</p>` : ''}</section><p><a href="/app/journal?realm=${company.realmId}">Back to the journal</a></p>`;
}

export function trialBalancePage({ objects, ledger }: Emulator, { realmId }: Company, query: URLSearchParams): Html {
  const date = (name: string) => {
    const value = query.get(name) ?? '';
    return /^\d{4}-\d\d-\d\d$/.test(value) ? value : null;
  };
  const [from, to] = [date('from'), date('to')];
  let [debits, credits] = [0n, 0n];
  const rows = ledger.sums(realmId, { from, to }).map(({ accountId, amountMinor }) => {
    if (amountMinor > 0n) debits += amountMinor;
    else credits -= amountMinor;
    const name = String(objects.get({ realmId, type: 'Account', id: accountId })?.FullyQualifiedName ?? accountId);
    return html`<tr><td>${name}</td><td class="number">${amountMinor > 0n ? grouped(amountMinor) : ''}</td><td class="number">${amountMinor < 0n ? grouped(-amountMinor) : ''}</td></tr>`;
  });
  return html`<h1>Trial balance</h1><section class="card"><form class="row" method="get" action="/app/trial-balance"><input type="hidden" name="realm" value="${realmId}">
    <label>From <input type="date" name="from" value="${from ?? ''}"></label><label>To <input type="date" name="to" value="${to ?? ''}"></label><button>Show</button></form>
    <table><thead><tr><th>Account</th><th class="number">Debit</th><th class="number">Credit</th></tr></thead><tbody>${rows}</tbody>
    <tfoot><tr><th>Total</th><td class="number">${grouped(debits)}</td><td class="number">${grouped(credits)}</td></tr></tfoot></table></section>`;
}
