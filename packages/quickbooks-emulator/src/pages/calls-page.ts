// The call log: what an app asked, what it was answered, and whether Intuit would meter it.
import type { Company } from '../company/companies.ts';
import type { Emulator } from '../emulator.ts';
import { type Html, html } from './html.ts';

const callsShown = 100;

export function callsPage({ callLog }: Emulator, { realmId }: Company): Html {
  const { counters, calls } = callLog.of(realmId);
  const rows = calls
    .slice(-callsShown)
    .reverse()
    .map(
      (
        call,
      ) => html`<tr><td class="quiet">${call.at.slice(11, 23)}</td><td><details><summary><span class="mono">${call.method} ${call.call}</span></summary>
        <pre>${call.path}</pre><pre>${call.request}</pre><pre>${call.reply}</pre></details></td>
        <td><span class="badge ${call.status >= 200 && call.status < 400 ? 'good' : 'bad'}">${call.status === 0 ? 'dropped' : call.status}</span></td>
        <td class="quiet">${call.fault ?? ''}</td><td class="quiet">${call.metered ? 'metered' : 'free'}</td><td class="number quiet">${call.durationMs} ms</td></tr>`,
    );
  const fact = (name: string, value: number) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<h1>Call log</h1><dl class="facts">${fact('Calls', counters.calls)}${fact('Metered', counters.metered)}${fact('Refused', counters.refused)}${fact('Faulted', counters.faulted)}</dl>
    <section class="card"><table><thead><tr><th>Time</th><th>Call</th><th>Status</th><th>Bad day</th><th>Charge</th><th class="number">Took</th></tr></thead><tbody>${rows}</tbody></table>
    ${rows.length === 0 ? html`<p class="empty">No app has called yet.</p>` : ''}</section>`;
}
