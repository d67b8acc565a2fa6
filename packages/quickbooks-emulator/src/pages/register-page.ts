// The register of an account: what was posted to it, newest first, with the balance after each line.
import type { Company } from '../company/companies.ts';
import type { Emulator } from '../emulator.ts';
import { definitions } from '../entities/catalogue.ts';
import { idOf, referenceValue } from '../entities/definition.ts';
import type { ApiObject } from '../store/objects.ts';
import { sides, signed } from './amounts.ts';
import { type Html, html } from './html.ts';
import { pageAsked, pager, rowsPerPage } from './paging.ts';
import { transactionPath } from './transaction-path.ts';

const postingTypes = definitions.filter(({ ledgerLines }) => ledgerLines).map(({ name }) => name);

interface Line {
  readonly transaction_id: bigint;
  readonly txn_date: string;
  readonly amount_minor: bigint;
}

const newestFirst = 'ORDER BY txn_date DESC, transaction_id DESC, line DESC';

/** Null where there is no such account. */
export function registerPage(emulator: Emulator, { realmId, settings }: Company, query: URLSearchParams): Html | null {
  const { store, objects, ledger } = emulator;
  const id = idOf(query.get('account') ?? '');
  const account = id === null ? undefined : objects.get({ realmId, type: 'Account', id });
  if (id === null || !account) return null;
  const where = 'FROM ledger_lines WHERE realm_id = ? AND account_id = ?';
  const page = pageAsked(query, Number(store.integer(`SELECT count(*) ${where}`, realmId, id)));
  const skipped = (page.number - 1) * rowsPerPage;
  const newer = store.integer(
    `SELECT coalesce(sum(amount_minor), 0) FROM (SELECT amount_minor ${where} ${newestFirst} LIMIT ?)`,
    realmId,
    id,
    skipped,
  );
  const lines = store.integers<Line>(
    `SELECT transaction_id, txn_date, amount_minor ${where} ${newestFirst} LIMIT ? OFFSET ?`,
    realmId,
    id,
    rowsPerPage,
    skipped,
  );
  let balance = ledger.balance(realmId, id) - newer;
  const rows = lines.map((line) => {
    const found = objects.transaction(realmId, Number(line.transaction_id), postingTypes);
    const after = balance;
    balance -= line.amount_minor;
    return row({ line, after, type: found?.type ?? '', object: found?.object ?? {}, realmId });
  });
  const body =
    rows.length === 0
      ? html`<p class="empty">Nothing has been posted to this account.</p>`
      : html`<table><thead><tr><th>Date</th><th>Transaction</th><th class="wide">Memo</th><th class="number">Debit</th><th class="number">Credit</th><th class="number">Balance</th></tr></thead><tbody>${rows}</tbody></table>
        ${pager(page, `/app/register?realm=${realmId}&account=${id}`, 'lines')}`;
  const currency = referenceValue(account.CurrencyRef) ?? settings.homeCurrency;
  // The register is in the company's own currency; what the account itself holds stands above it.
  const own =
    currency === settings.homeCurrency
      ? ''
      : html`<div><dt>In ${currency}</dt><dd>${signed(ledger.foreignBalance(realmId, id))}</dd></div>`;
  return html`<h1>${String(account.FullyQualifiedName)}</h1>
    <dl class="facts"><div><dt>Type</dt><dd>${String(account.AccountType)}</dd></div><div><dt>Id</dt><dd>${String(account.Id)}</dd></div>
    <div><dt>Balance</dt><dd>${signed(ledger.balance(realmId, id))}</dd></div>${own}<div><dt>State</dt><dd>${account.Active === false ? 'inactive' : 'active'}</dd></div></dl>
    <section class="card">${body}</section>`;
}

interface Row {
  readonly line: Line;
  readonly after: bigint;
  readonly type: string;
  readonly object: ApiObject;
  readonly realmId: string;
}

function row({ line, after, type, object, realmId }: Row): Html {
  const [debit, credit] = sides(line.amount_minor);
  const label = String(object.DocNumber ?? `#${line.transaction_id}`);
  const path = transactionPath({ realmId, type, id: String(line.transaction_id) });
  const what =
    type === ''
      ? html`Inventory Starting Value`
      : html`<a href="${path}">${label}</a> <span class="quiet">${type}</span>`;
  return html`<tr><td class="date">${line.txn_date}</td><td>${what}</td>
    <td class="quiet note-cell wide">${String(object.PrivateNote ?? '')}</td><td class="number">${debit}</td><td class="number">${credit}</td><td class="number">${signed(after)}</td></tr>`;
}
