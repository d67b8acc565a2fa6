// The call log: what an app asked, what it was answered, and whether Intuit would meter it.
import type { LoggedCall } from '../api/call-log.ts';
import type { Company } from '../company/companies.ts';
import type { Emulator } from '../emulator.ts';
import { type Html, html } from './html.ts';

const callsShown = 100;
const refreshSeconds = 3;

const filters: Readonly<Record<string, (call: LoggedCall) => boolean>> = {
  all: () => true,
  failed: ({ status }) => status === 0 || status >= 400,
  metered: ({ metered }) => metered,
  'bad days': ({ fault }) => fault !== null,
};

export function callsPage({ callLog }: Emulator, { realmId }: Company, query: URLSearchParams): Html {
  const { counters, clients, calls } = callLog.of(realmId);
  const chosen = Object.hasOwn(filters, query.get('show') ?? '') ? String(query.get('show')) : 'all';
  const isLive = query.get('live') === '1';
  const shown = calls.filter((call) => filters[chosen]?.(call)).slice(-callsShown);
  const rows = shown.reverse().map(row);
  const link = (show: string) =>
    html`<a href="/app/calls?realm=${realmId}&show=${show}${isLive ? '&live=1' : ''}" ${show === chosen ? html`aria-current="true"` : ''}>${show}</a>`;
  const live = isLive
    ? html`<meta http-equiv="refresh" content="${refreshSeconds}"><a class="button" href="/app/calls?realm=${realmId}&show=${chosen}">Stop following</a>`
    : html`<a class="button" href="/app/calls?realm=${realmId}&show=${chosen}&live=1">Follow</a>`;
  const fact = (name: string, value: number) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const byApp = clients.map(
    (one) =>
      html`<tr><td>${one.clientId ?? html`<span class="quiet">no valid token</span>`}</td><td class="number">${one.calls}</td><td class="number">${one.metered}</td><td class="number">${one.free}</td><td class="number">${one.refused}</td><td class="number">${one.faulted}</td></tr>`,
  );
  return html`<h1>Call log</h1><dl class="facts">${fact('Calls', counters.calls)}${fact('Metered', counters.metered)}${fact('Free', counters.calls - counters.metered)}${fact('Refused', counters.refused)}${fact('Met a bad day', counters.faulted)}</dl>
    ${byApp.length === 0 ? '' : html`<section class="card"><table><thead><tr><th>App</th><th class="number">Calls</th><th class="number">Metered</th><th class="number">Free</th><th class="number">Refused</th><th class="number">Met a bad day</th></tr></thead><tbody>${byApp}</tbody></table></section>`}
    <section class="card"><p class="filter">${Object.keys(filters).map(link)}${live}</p>
    ${rows.length === 0 ? html`<p class="empty">No such call yet.</p>` : html`<table><thead><tr><th>Time</th><th>Call</th><th>App</th><th>Status</th><th>Bad day</th><th>Charge</th><th class="number">Took</th></tr></thead><tbody>${rows}</tbody></table>`}
    <p class="hint">Reads that succeed are metered, writes and failures are free. The last ${callsShown} are shown; <a href="/_emulator/companies/${realmId}/calls">more as JSON</a>.</p></section>`;
}

function row(call: LoggedCall): Html {
  const isGood = call.status >= 200 && call.status < 400;
  return html`<tr><td class="quiet date">${call.at.slice(11, 23)}</td><td><details><summary><span class="mono">${call.method} ${call.call}</span></summary>
    <h3>Request</h3><pre>${call.method} ${call.path}</pre>${call.request === '' ? '' : html`<pre>${readable(call.request)}</pre>`}
    <h3>Answer</h3><pre>${readable(call.reply)}</pre><p class="hint mono">intuit_tid ${call.tid}</p></details></td>
    <td class="quiet">${call.clientId ?? ''}</td><td><span class="badge ${isGood ? 'good' : 'bad'}">${call.status === 0 ? 'dropped' : call.status}</span></td>
    <td class="quiet">${call.fault ?? ''}</td><td class="quiet">${call.metered ? 'metered' : 'free'}</td><td class="number quiet">${call.durationMs} ms</td></tr>`;
}

/** JSON on lines of its own; the log keeps only the beginning of a long text, which stays as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
