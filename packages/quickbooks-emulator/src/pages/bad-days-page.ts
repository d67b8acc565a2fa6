// Bad days by hand: end the connection, run tokens out, make calls fail, close the books, deactivate an account.
import type { Company } from '../company/companies.ts';
import { changeSettings } from '../company/settings.ts';
import { contextOf, type Emulator } from '../emulator.ts';
import { account } from '../entities/account.ts';
import { write } from '../entities/write.ts';
import { faultKinds, parseFaultRules } from '../faults/fault-rules.ts';
import { type Html, html } from './html.ts';

export function badDaysPage({ grants, objects }: Emulator, { realmId, settings, faultRules }: Company): Html {
  const form = (action: string, fields: Html) =>
    html`<form class="row" method="post" action="/app/bad-days?realm=${realmId}"><input type="hidden" name="action" value="${action}">${fields}</form>`;
  const accounts = objects.all(realmId, 'Account').filter(({ Active }) => Active !== false);
  const options = accounts.map(
    ({ Id, FullyQualifiedName }) => html`<option value="${String(Id)}">${String(FullyQualifiedName)}</option>`,
  );
  const rules = faultRules.map((rule) => html`<li class="mono">${JSON.stringify(rule)}</li>`);
  return html`<h1>Bad days</h1>
    <section class="card"><h2>Connection</h2><p>${grants.connectionCount(realmId)} active connections of apps to this company.</p><div class="actions">
      ${form('revoke', html`<button class="danger">Revoke access</button>`)}${form('expire', html`<button>Expire token</button>`)}</div></section>
    <section class="card"><h2>Failing calls</h2>${rules.length > 0 ? html`<ul>${rules}</ul>` : html`<p class="empty">No rules: every call is answered as it should be.</p>`}
      ${form(
        'add-rule',
        html`<label>Call <input name="call" value="*" required></label><label>Fault <select name="fault">${faultKinds.map((kind) => html`<option>${kind}</option>`)}</select></label>
      <label>Chance <input name="probability" type="number" min="0" max="1" step="0.01" value="1"></label><label>Times <input name="times" type="number" min="1" placeholder="always"></label><button class="primary">Add rule</button>`,
      )}
      ${rules.length > 0 ? form('clear-rules', html`<button>Clear all rules</button>`) : ''}</section>
    <section class="card"><h2>Close the books</h2>${form('closing-date', html`<label>Closing date <input type="date" name="date" value="${settings.closingDate ?? ''}"></label><button>Set</button>`)}
      <p class="hint">Entries dated on or before it are refused. Empty opens the books again.</p></section>
    <section class="card"><h2>Deactivate an account</h2>${form('deactivate', html`<label>Account <select name="account">${options}</select></label><button class="danger">Deactivate</button>`)}</section>`;
}

export function badDaysAction(emulator: Emulator, company: Company, fields: URLSearchParams): void {
  const { grants, companies } = emulator;
  const { realmId } = company;
  switch (fields.get('action')) {
    case 'revoke':
      grants.revokeCompany(realmId);
      return;
    case 'expire':
      grants.expireAccessTokens(realmId);
      return;
    case 'clear-rules':
      companies.changeFaultRules(realmId, []);
      emulator.forgetDice(realmId);
      return;
    case 'add-rule':
      addRule(emulator, company, fields);
      return;
    case 'closing-date': {
      const changed = changeSettings(company.settings, { closingDate: fields.get('date') || null });
      if (changed.ok) companies.changeSettings(realmId, changed.settings);
      return;
    }
    case 'deactivate':
      deactivate(emulator, company, fields.get('account') ?? '');
      return;
  }
}

function addRule(emulator: Emulator, { realmId, faultRules }: Company, fields: URLSearchParams): void {
  const times = fields.get('times');
  const rule = {
    call: fields.get('call'),
    fault: fields.get('fault'),
    probability: Number(fields.get('probability') ?? 1),
    ...(times ? { times: Number(times) } : {}),
  };
  const parsed = parseFaultRules([...faultRules, rule]);
  if (!parsed.ok) return;
  emulator.companies.changeFaultRules(realmId, parsed.rules);
  emulator.forgetDice(realmId);
}

function deactivate(emulator: Emulator, company: Company, id: string): void {
  const found = emulator.objects.get({ realmId: company.realmId, type: 'Account', id: Number(id) });
  if (!found || found.Active === false) return;
  const change = { Id: id, SyncToken: found.SyncToken, sparse: true, Active: false };
  emulator.store.transaction(() => write(account, 'update', change, contextOf(emulator, company)));
}
