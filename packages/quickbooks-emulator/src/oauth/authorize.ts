// The authorize page: sign in, choose a company, allow or refuse; also answered at once by a script's query parameter.
import type { Emulator } from '../emulator.ts';
import { type Call, type Reply, redirect } from '../http/exchange.ts';
import { html } from '../pages/html.ts';
import { pageReply } from '../pages/layout.ts';
import { localUser } from './id-token.ts';
import { challengeIn } from './pkce.ts';

const knownScopes: readonly string[] = [
  ...[
    'com.intuit.quickbooks.accounting',
    'com.intuit.quickbooks.payment',
    'openid',
    'profile',
    'email',
    'phone',
    'address',
  ],
  ...['payroll.compensation.read', 'project-management.project', 'app-foundations.custom-dimensions.read'],
  ...[
    'app-foundations.custom-field-definitions',
    'time-tracking.time-entry',
    'indirect-tax.tax-calculation.quickbooks',
  ],
];

export function answerAuthorize(emulator: Emulator, call: Call): Reply {
  const fields = new URLSearchParams(call.query);
  if (call.method === 'POST') for (const [name, value] of new URLSearchParams(call.body)) fields.set(name, value);
  const redirectUri = fields.get('redirect_uri') ?? '';
  const clientId = fields.get('client_id') ?? '';
  if (!isRegistered(emulator, { clientId, redirectUri })) {
    return refusal('The redirect_uri is missing, or neither registered nor an http address of this machine.');
  }
  if (clientId === '') return refusal('The client_id is missing.');
  if (!emulator.apps.isKnown(clientId)) return refusal(`There is no app ${clientId} registered here.`);
  const state = fields.get('state');
  const back = (answer: Record<string, string>) => {
    const target = new URL(redirectUri);
    for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
    if (state !== null) target.searchParams.set('state', state);
    return redirect(target.href);
  };
  if (fields.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
  const scope = (fields.get('scope') ?? '').trim();
  if (scope === '' || scope.split(/\s+/).some((name) => !knownScopes.includes(name)))
    return back({ error: 'invalid_scope' });
  if (fields.has('emulator_deny')) return back({ error: 'access_denied' });
  const realmId = fields.get('emulator_approve');
  if (realmId === null) return consentPage(emulator, fields);
  const company = emulator.companies.get(realmId);
  if (!company) return refusal(`There is no company ${realmId} here.`);
  const challenge = challengeIn(fields);
  if (challenge === false && company.settings.pkce === 'checked') return back({ error: 'invalid_request' });
  const request = { realmId, clientId, redirectUri, scope, nonce: fields.get('nonce'), challenge: challenge || null };
  const code = emulator.grants.issueCode(request, company.settings.codeLifeMs);
  return back({ code, realmId });
}

/** An app's own addresses, exactly, where it has any. */
function isRegistered(
  { apps, redirectUris }: Emulator,
  { clientId, redirectUri }: { clientId: string; redirectUri: string },
): boolean {
  const own = apps.app(clientId)?.redirectUris ?? [];
  return own.length > 0 ? own.includes(redirectUri) : isLoopback(redirectUri) || redirectUris.includes(redirectUri);
}

function isLoopback(text: string): boolean {
  try {
    const { protocol, hostname } = new URL(text);
    return /^https?:$/.test(protocol) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  } catch {
    return false;
  }
}

function refusal(message: string): Reply {
  const body = html`<section class="card narrow"><h1>This request cannot be answered</h1><p>${message}</p></section>`;
  return pageReply({ title: 'Cannot connect', body, status: 400 });
}

function consentPage({ companies }: Emulator, fields: URLSearchParams): Reply {
  const all = companies.list();
  const hidden = [...fields].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  const choices = all.map(
    ({ realmId, name, template }, index) => html`<label class="choice">
      <input type="radio" name="emulator_approve" value="${realmId}" ${index === 0 ? html`checked` : ''} required>
      <span><strong>${name}</strong><small>${template} company, ${realmId}</small></span></label>`,
  );
  const choose =
    all.length === 0
      ? html`<p class="empty">There is no company yet. Make one on the first page of this QuickBooks.</p>`
      : choices;
  const body = html`<section class="card narrow consent">
    <h1>Connect to QuickBooks</h1>
    <p><strong>${fields.get('client_id')}</strong> asks to read and write your accounting data.</p>
    <form method="post" action="/connect/oauth2">${hidden}
      <fieldset><legend>Signed in as</legend>
        <label>Email <input name="emulator_user" type="email" value="${localUser.email}" autocomplete="off"></label>
        <label>Password <input name="emulator_password" type="password" value="local" autocomplete="off"></label>
        <small>Any password will do: this QuickBooks is on your own machine.</small></fieldset>
      <fieldset><legend>Choose a company</legend>${choose}</fieldset>
      <div class="actions"><button class="primary" type="submit" ${all.length === 0 ? html`disabled` : ''}>Connect</button>
      <button type="submit" name="emulator_deny" value="1" formnovalidate>No, thanks</button></div>
    </form></section>`;
  return pageReply({
    title: 'Connect to QuickBooks',
    body,
    formAction: new URL(fields.get('redirect_uri') ?? '').origin,
  });
}
