// Webhooks by hand: where changes are told, and what became of each delivery.
import type { Company } from '../company/companies.ts';
import type { Problem } from '../company/settings.ts';
import type { Emulator } from '../emulator.ts';
import type { Delivery } from '../webhooks/deliveries.ts';
import { formats } from '../webhooks/messages.ts';
import { parseSubscriptions } from '../webhooks/subscriptions.ts';
import { type Html, html } from './html.ts';

export function webhooksPage({ webhooks }: Emulator, { realmId }: Company, problems: readonly Problem[] = []): Html {
  const form = (fields: Html) =>
    html`<form class="row" method="post" action="/app/webhooks?realm=${realmId}">${fields}</form>`;
  const subscriptions = webhooks.subscriptionsOf(realmId).map(
    ({ id, url, format, clientId, entities }) =>
      html`<tr><td class="mono">${url}</td><td>${format}</td><td class="quiet">${clientId ?? 'any'}</td><td class="quiet">${entities?.join(', ') ?? 'all'}</td>
        <td class="number">${form(html`<input type="hidden" name="id" value="${id}"><button name="action" value="remove" class="small">Remove</button>`)}</td></tr>`,
  );
  const wrong = problems.map(({ field, rule }) => html`<li>${field.replace(/^\d+\./, '')} ${rule}.</li>`);
  const options = formats.map((format) => html`<option>${format}</option>`);
  const deliveries = webhooks
    .deliveriesOf(realmId)
    .slice(0, 100)
    .map((delivery) => row(delivery, form));
  return html`<h1>Webhooks</h1>${wrong.length > 0 ? html`<ul class="problems" role="alert">${wrong}</ul>` : ''}
    <section class="card"><h2>Subscriptions</h2>${
      subscriptions.length === 0
        ? html`<p class="empty">No address is told of changes.</p>`
        : html`<table><thead><tr><th>Address</th><th>Format</th><th>App</th><th>Entities</th><th><span class="unseen">Remove</span></th></tr></thead><tbody>${subscriptions}</tbody></table>`
    }
    ${form(html`<label>Address <input name="url" type="url" placeholder="http://localhost:3000/hooks" required></label><label>Verifier token <input name="verifierToken" required></label>
    <label>Format <select name="format">${options}</select></label><label>App <input name="clientId" placeholder="any"></label><button name="action" value="add" class="primary">Add</button>`)}</section>
    <section class="card"><h2>Deliveries</h2>${
      deliveries.length === 0
        ? html`<p class="empty">Nothing has been told yet.</p>`
        : html`<table><thead><tr><th>Time</th><th>Address</th><th>State</th><th>Attempts</th><th><span class="unseen">Send again</span></th></tr></thead><tbody>${deliveries}</tbody></table>`
    }</section>`;
}

function row(delivery: Delivery, form: (fields: Html) => Html): Html {
  const { id, url, state, attempts, createdAt, dueAt, body } = delivery;
  const kind = state === 'acknowledged' ? 'good' : state === 'waiting' ? '' : 'bad';
  const time = (at: number) => new Date(at).toISOString().slice(11, 19);
  const tried = attempts.map(
    ({ at, status, durationMs }) => html`<li>${at.slice(11, 19)} ${status ?? 'no answer'}, ${durationMs} ms</li>`,
  );
  return html`<tr><td class="quiet date">${time(createdAt)}</td><td><details><summary class="mono">${url}</summary><ul>${tried}</ul><pre>${JSON.stringify(JSON.parse(body), null, 2)}</pre></details></td>
    <td><span class="badge ${kind}">${state}</span>${state === 'waiting' ? html` <span class="quiet">due ${time(dueAt)}</span>` : ''}</td><td>${attempts.length}</td>
    <td class="number">${form(html`<input type="hidden" name="id" value="${id}"><button name="action" value="again" class="small">Send again</button>`)}</td></tr>`;
}

/** The problems with what was given; none where it was done. */
export function webhooksAction(
  { webhooks }: Emulator,
  { realmId }: Company,
  fields: URLSearchParams,
): readonly Problem[] {
  const known = webhooks.subscriptionsOf(realmId);
  const id = Number(fields.get('id'));
  switch (fields.get('action')) {
    case 'again':
      webhooks.sendAgain(realmId, id);
      return [];
    case 'remove':
      webhooks.putSubscriptions(
        realmId,
        known.filter((subscription) => subscription.id !== id),
      );
      return [];
    default: {
      const [url, verifierToken, format] = ['url', 'verifierToken', 'format'].map((name) => fields.get(name));
      const added = { url, verifierToken, format, clientId: fields.get('clientId') || null };
      const parsed = parseSubscriptions([...known, added]);
      if (!parsed.ok) return parsed.problems;
      webhooks.putSubscriptions(realmId, parsed.subscriptions);
      return [];
    }
  }
}
