// The chart of accounts with its balances; each balance leads to the account's register.
import type { Company } from '../company/companies.ts';
import type { Emulator } from '../emulator.ts';
import { classificationOf } from '../entities/account-types.ts';
import { signed } from './amounts.ts';
import { type Html, html } from './html.ts';

export function accountsPage({ objects, ledger }: Emulator, { realmId }: Company): Html {
  const balances = ledger.balances(realmId);
  const accounts = objects.all(realmId, 'Account');
  const sections = Object.keys(classificationOf).map((type) => {
    const rows = accounts
      .filter((account) => account.AccountType === type)
      .sort((left, right) => (String(left.FullyQualifiedName) < String(right.FullyQualifiedName) ? -1 : 1))
      .map((account) => {
        const depth = Math.min(4, String(account.FullyQualifiedName).split(':').length - 1);
        const inactive = account.Active === false;
        return html`<tr class="${inactive ? 'inactive' : ''}"><td class="depth-${depth}"><a href="/app/register?realm=${realmId}&account=${String(account.Id)}">${String(account.Name)}</a>${inactive ? html` <span class="badge">inactive</span>` : ''}</td>
          <td class="quiet">${String(account.AccountSubType)}</td><td class="mono quiet">${String(account.Id)}</td><td class="number">${signed(balances.get(Number(account.Id)) ?? 0n)}</td></tr>`;
      });
    if (rows.length === 0) return '';
    return html`<tbody><tr class="group"><th colspan="4" scope="rowgroup">${type}</th></tr>${rows}</tbody>`;
  });
  const empty = html`<p class="empty">This company has no accounts. An app, or the bad-days page, can add some.</p>`;
  return html`<h1>Chart of accounts</h1><section class="card">${
    accounts.length === 0
      ? empty
      : html`<table><thead><tr><th>Account</th><th>Detail type</th><th>Id</th><th class="number">Balance</th></tr></thead>${sections}</table>
    <p class="hint">${accounts.length} accounts. Debit balances are positive, credit balances in brackets.</p>`
  }</section>`;
}
