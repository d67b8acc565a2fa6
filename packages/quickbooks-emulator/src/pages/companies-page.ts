// The first page: the companies, and a form for a new one.
import type { Emulator } from '../emulator.ts';
import { type Call, type Reply, redirect } from '../http/exchange.ts';
import { createCompany, templates } from '../templates/templates.ts';
import { type Html, html } from './html.ts';
import { pageReply } from './layout.ts';

export function companiesPage({ companies, objects, grants }: Emulator): Reply {
  const rows = companies.list().map(({ realmId, name, template, settings }) => {
    const entries = objects.count(realmId, 'JournalEntry');
    const connected = grants.connectionCount(realmId) > 0;
    return html`<tr><td><a href="/app/accounts?realm=${realmId}">${name}</a></td><td class="quiet">${template}, ${settings.country}, ${settings.homeCurrency}</td><td class="mono quiet">${realmId}</td>
      <td><span class="badge ${connected ? 'good' : ''}">${connected ? 'connected' : 'not connected'}</span></td><td class="number">${entries}</td></tr>`;
  });
  const list = html`<table><thead><tr><th>Company</th><th>Template</th><th>Realm id</th><th>Apps</th><th class="number">Entries</th></tr></thead><tbody>${rows}</tbody></table>`;
  const body = html`<h1>Companies</h1><section class="card">${rows.length > 0 ? list : html`<p class="empty">There is no company yet.</p>`}</section>${newCompany()}
    <p class="hint">Scripts use <a href="/_emulator/openapi.json">the control API</a>.</p>`;
  return pageReply({ title: 'Companies', body });
}

function newCompany(): Html {
  const options = templates.map((template) => html`<option>${template}</option>`);
  return html`<section class="card"><h2>New company</h2><form class="row" method="post" action="/"><label>Name <input name="name" placeholder="Corner Shop"></label>
    <label>Template <select name="template">${options}</select></label><button class="primary">Create</button></form></section>`;
}

export function createFromForm(emulator: Emulator, call: Call): Reply {
  const fields = new URLSearchParams(call.body);
  const template = templates.find((candidate) => candidate === fields.get('template')) ?? 'retail';
  createCompany(emulator, { template, name: fields.get('name')?.trim() || undefined });
  return redirect('/');
}
