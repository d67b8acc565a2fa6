// Bad days by hand: rules for failing calls, tokens, the accountant, the closing date, an account, the clock.

import type { Company } from '../company/companies.ts';
import type { Problem } from '../company/settings.ts';
import { accountantActs } from '../control/accountant.ts';
import type { Emulator } from '../emulator.ts';
import type { FaultRule } from '../faults/fault-rules.ts';
import { faultKinds } from '../faults/fault-rules.ts';
import { presets } from './bad-day-presets.ts';
import { type Html, html } from './html.ts';

const callNames = [
  '*',
  'journalentry',
  'batch',
  'query',
  'account',
  'cdc',
  'reports',
  'companyinfo',
  'token',
  'webhook',
];

type Form = (action: string, fields: Html, kind?: 'row' | 'actions') => Html;

export function badDaysPage(emulator: Emulator, company: Company, problems: readonly Problem[] = []): Html {
  const { realmId } = company;
  const form: Form = (action, fields, kind = 'row') =>
    html`<form class="${kind}" method="post" action="/app/bad-days?realm=${realmId}"><input type="hidden" name="action" value="${action}">${fields}</form>`;
  const wrong = problems.map(({ field, rule }) => html`<li>${field.replace(/^\d+\./, '')} ${rule}.</li>`);
  return html`<h1>Bad days</h1>${wrong.length > 0 ? html`<ul class="problems" role="alert">${wrong}</ul>` : ''}
    ${rulesSection(company, form)}
    <div class="columns">${connectionSection(emulator, company, form)}${booksSection(company, form)}${accountSection(emulator, company, form)}${accountantSection(form)}${clockSection(emulator, form)}</div>`;
}

function rulesSection({ faultRules }: Company, form: Form): Html {
  const rows = faultRules.map(
    (
      rule,
      index,
    ) => html`<tr><td class="mono">${rule.call}</td><td>${rule.fault}</td><td class="quiet">${detailsOf(rule)}</td>
      <td class="number">${form('remove-rule', html`<input type="hidden" name="index" value="${index}"><button class="small">Remove</button>`)}</td></tr>`,
  );
  const list = html`<table><thead><tr><th>Call</th><th>What happens</th><th>When</th><th><span class="unseen">Remove</span></th></tr></thead><tbody>${rows}</tbody></table>
    ${form('clear-rules', html`<button>Clear all rules</button>`, 'actions')}`;
  const names = callNames.map((name) => html`<option value="${name}"></option>`);
  const kinds = faultKinds.map((kind) => html`<option>${kind}</option>`);
  const ready = presets.map(({ name }, index) => html`<button name="preset" value="${index}">${name}</button>`);
  return html`<section class="card"><h2>Failing calls</h2>${rows.length > 0 ? list : html`<p class="empty">No rules: every call is answered as it should be.</p>`}
    <h3>Ready made</h3>${form('preset', html`${ready}`, 'actions')}<h3>Or by rule</h3>
    ${form(
      'add-rule',
      html`<datalist id="calls">${names}</datalist><label>Call <input name="call" value="*" list="calls" required></label><label>What happens <select name="fault">${kinds}</select></label>
      <label>Chance <input name="probability" type="number" min="0" max="1" step="0.01" value="1"></label><label>Times <input name="times" type="number" min="1" placeholder="always"></label>
      <label>After so many <input name="skip" type="number" min="0" placeholder="0"></label><label>Status <input name="status" type="number" min="400" max="599" placeholder="500"></label>
      <label>Code <input name="code" placeholder="10000" pattern="[0-9]{3,5}"></label><label>Seed <input name="seed" type="number" min="0" placeholder="any"></label><button class="primary">Add rule</button>`,
    )}</section>`;
}

function detailsOf({ probability, times, skip, status, code, containing, seed, latencyMs, forMs }: FaultRule): string {
  const parts = [
    probability === undefined || probability === 1 ? '' : `chance ${probability}`,
    times === undefined ? 'always' : times === 1 ? 'once' : `${times} times`,
    skip ? `after ${skip}` : '',
    forMs === undefined ? '' : `for ${forMs / 1000} s`,
    status === undefined ? '' : `status ${status}`,
    code === undefined ? '' : `code ${code}`,
    containing === undefined ? '' : `containing ${containing}`,
    latencyMs === undefined ? '' : `${latencyMs} ms`,
    seed === undefined ? '' : `seed ${seed}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function connectionSection({ grants }: Emulator, { realmId }: Company, form: Form): Html {
  const count = grants.connectionCount(realmId);
  return html`<section class="card"><h2>Connection</h2><p>${count === 1 ? '1 app is connected.' : `${count} connections of apps to this company.`}</p><div class="actions">
    ${form('revoke', html`<button class="danger">Revoke access</button>`)}${form('expire', html`<button>Expire token</button>`)}
    ${form('expire-refresh', html`<button>Expire refresh token</button>`)}${form('rotate', html`<button>Rotate refresh token</button>`)}</div></section>`;
}

function booksSection({ settings }: Company, form: Form): Html {
  const lapsed = settings.lapsed ? 'Pay the subscription' : 'Let the subscription lapse';
  return html`<section class="card"><h2>Close the books</h2>${form('closing-date', html`<label>Closing date <input type="date" name="date" value="${settings.closingDate ?? ''}"></label><button>Set</button>`)}
    <p class="hint">Entries dated on or before it are refused. Empty opens the books again.</p>${form('lapse', html`<button>${lapsed}</button>`, 'actions')}</section>`;
}

function accountSection({ objects }: Emulator, { realmId }: Company, form: Form): Html {
  const options = objects
    .all(realmId, 'Account')
    .filter(({ Active }) => Active !== false)
    .map(({ Id, FullyQualifiedName }) => html`<option value="${String(Id)}">${String(FullyQualifiedName)}</option>`);
  return html`<section class="card"><h2>Deactivate an account</h2>${form('deactivate', html`<label>Account <select name="account">${options}</select></label><button class="danger">Deactivate</button>`)}</section>`;
}

function accountantSection(form: Form): Html {
  const acts = accountantActs.map((act) => html`<option>${act}</option>`);
  return html`<section class="card"><h2>The accountant</h2>${form(
    'accountant',
    html`<label>Does <select name="does">${acts}</select></label><label>Entity <input name="entity" value="JournalEntry" required></label><label>Id <input name="id" inputmode="numeric" required></label><label>Merged into <input name="into" inputmode="numeric"></label><button>Do it</button>`,
  )}
    <p class="hint">Past the API and the closing date, as a person does in QuickBooks.</p></section>`;
}

function clockSection({ clock }: Emulator, form: Form): Html {
  const steps = [
    ['3600000', 'An hour on'],
    ['86400000', 'A day on'],
    ['2592000000', '30 days on'],
    ['', 'Real time'],
  ] as const;
  const buttons = steps.map(
    ([milliseconds, label]) => html`<button name="advanceMs" value="${milliseconds}">${label}</button>`,
  );
  return html`<section class="card"><h2>The clock</h2><p>It is <span class="mono">${new Date(clock.now()).toISOString().slice(0, 19)}Z</span> for every company here.</p>${form('clock', html`${buttons}`, 'actions')}</section>`;
}
