// The books in a browser: which page a path means. Company pages lie under /app with ?realm=, an entry as Intuit has it.

import type { Company } from '../company/companies.ts';
import type { Emulator } from '../emulator.ts';
import { type Call, headerOf, jsonReply, type Reply, redirect } from '../http/exchange.ts';
import { createCompany, templates } from '../templates/templates.ts';
import { badDaysAction, badDaysPage } from './bad-days-page.ts';
import { accountsPage, journalPage, trialBalancePage } from './books-pages.ts';
import { callsPage } from './calls-page.ts';
import { html } from './html.ts';
import { pageReply } from './layout.ts';
import { styleSheet } from './style.ts';
import { companyPage } from './tabs.ts';

export function answerPage(emulator: Emulator, call: Call, path: readonly string[]): Reply {
  const name = path.join('/');
  if (name === 'app/style.css')
    return { status: 200, headers: { 'content-type': 'text/css;charset=utf-8' }, body: styleSheet };
  if (call.method !== 'GET' && call.method !== 'POST') return jsonReply(405, { error: 'method not allowed' });
  // A page of another site may not press these buttons.
  if (call.method === 'POST' && headerOf(call, 'origin') !== call.origin)
    return jsonReply(403, { error: 'wrong origin' });
  if (name === '' && call.method === 'POST') return createFromForm(emulator, call);
  if (name === '') return companiesPage(emulator);
  const company = emulator.companies.get(call.query.get('realm') ?? '') ?? onlyCompany(emulator);
  if (path[0] !== 'app' || !company) return missing();
  return companyReply(emulator, company, { call, name: path.slice(1).join('/') });
}

function companyReply(emulator: Emulator, company: Company, { call, name }: { call: Call; name: string }): Reply {
  switch (`${call.method} ${name}`) {
    case 'GET accounts':
      return companyPage(company, 'accounts', accountsPage(emulator, company));
    case 'GET journal': {
      const page = journalPage(emulator, company, call.query);
      return page ? companyPage(company, 'journal', page) : missing();
    }
    case 'GET trial-balance':
      return companyPage(company, 'trial-balance', trialBalancePage(emulator, company, call.query));
    case 'GET calls':
      return companyPage(company, 'calls', callsPage(emulator, company));
    case 'GET bad-days':
      return companyPage(company, 'bad-days', badDaysPage(emulator, company));
    case 'POST bad-days':
      badDaysAction(emulator, company, new URLSearchParams(call.body));
      return redirect(`/app/bad-days?realm=${company.realmId}`);
    default:
      return missing();
  }
}

function onlyCompany({ companies }: Emulator): Company | undefined {
  const all = companies.list();
  return all.length === 1 ? all[0] : undefined;
}

function missing(): Reply {
  return pageReply({
    title: 'Not found',
    status: 404,
    body: html`<section class="card narrow"><h1>Nothing is here</h1><p><a href="/">All companies</a></p></section>`,
  });
}

function createFromForm(emulator: Emulator, call: Call): Reply {
  const fields = new URLSearchParams(call.body);
  const template = templates.find((candidate) => candidate === fields.get('template')) ?? 'retail';
  createCompany(emulator, { template, name: fields.get('name')?.trim() || undefined });
  return redirect('/');
}

function companiesPage({ companies, store, grants }: Emulator): Reply {
  const rows = companies.list().map(({ realmId, name, template }) => {
    const entries = store.integer(`SELECT count(*) FROM objects WHERE realm_id = ? AND type = 'JournalEntry'`, realmId);
    const connected = grants.connectionCount(realmId) > 0;
    return html`<tr><td><a href="/app/accounts?realm=${realmId}">${name}</a></td><td>${template}</td><td class="mono">${realmId}</td>
      <td><span class="badge ${connected ? 'good' : ''}">${connected ? 'connected' : 'not connected'}</span></td><td class="number">${entries}</td></tr>`;
  });
  const list = html`<table><thead><tr><th>Company</th><th>Template</th><th>Realm id</th><th>Apps</th><th class="number">Entries</th></tr></thead><tbody>${rows}</tbody></table>`;
  const body = html`<h1>Companies</h1><section class="card">${rows.length > 0 ? list : html`<p class="empty">There is no company yet.</p>`}</section>
    <section class="card"><h2>New company</h2><form class="row" method="post" action="/"><label>Name <input name="name" placeholder="Corner Shop"></label>
    <label>Template <select name="template">${templates.map((template) => html`<option>${template}</option>`)}</select></label><button class="primary">Create</button></form></section>`;
  return pageReply({ title: 'Companies', body });
}
