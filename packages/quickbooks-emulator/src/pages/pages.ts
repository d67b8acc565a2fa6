// The books in a browser: which page a path means. Company pages lie under /app with ?realm=, a transaction as Intuit has it.

import type { Company } from '../company/companies.ts';
import type { Problem } from '../company/settings.ts';
import type { Emulator } from '../emulator.ts';
import { type Call, headerOf, jsonReply, type Reply, redirect } from '../http/exchange.ts';
import { accountsPage } from './accounts-page.ts';
import { badDaysAction } from './bad-days-actions.ts';
import { badDaysPage } from './bad-days-page.ts';
import { callsPage } from './calls-page.ts';
import { companiesPage, createFromForm } from './companies-page.ts';
import { type Html, html } from './html.ts';
import { journalPage } from './journal-page.ts';
import { pageReply } from './layout.ts';
import { registerPage } from './register-page.ts';
import { reportsPage } from './reports-page.ts';
import { settingsAction, settingsPage } from './settings-page.ts';
import { styleSheet } from './style.ts';
import { companyPage, type Tab } from './tabs.ts';
import { transactionPage } from './transaction-page.ts';
import { webhooksAction, webhooksPage } from './webhooks-page.ts';

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
  const asked = { name: path.slice(1).join('/'), query: call.query };
  if (call.method === 'POST') return pressed(emulator, company, { ...asked, fields: new URLSearchParams(call.body) });
  const shown = pageOf(emulator, company, asked);
  return shown ? companyPage(company, ...shown) : missing();
}

interface Asked {
  readonly name: string;
  readonly query: URLSearchParams;
}

function pageOf(emulator: Emulator, company: Company, { name, query }: Asked): readonly [Tab, Html] | null {
  const txnId = query.get('txnId');
  switch (name) {
    case 'accounts':
      return ['accounts', accountsPage(emulator, company)];
    case 'register':
      return found('accounts', registerPage(emulator, company, query));
    case 'reports':
      return found('reports', reportsPage(emulator, company, { name: query.get('report') ?? 'TrialBalance', query }));
    case 'calls':
      return ['calls', callsPage(emulator, company, query)];
    case 'webhooks':
      return ['webhooks', webhooksPage(emulator, company)];
    case 'bad-days':
      return ['bad-days', badDaysPage(emulator, company)];
    case 'settings':
      return ['settings', settingsPage(company)];
    case 'journal':
      if (txnId === null) return ['journal', journalPage(emulator, company, query)];
      return found('journal', transactionPage(emulator, company, { type: 'JournalEntry', txnId }));
    default:
      if (txnId !== null) return found('journal', transactionPage(emulator, company, { type: name, txnId }));
      return found(name === 'trial-balance' ? name : 'reports', reportsPage(emulator, company, { name, query }));
  }
}

function found(tab: Tab, page: Html | null): readonly [Tab, Html] | null {
  return page && [tab, page];
}

interface Pressed extends Asked {
  readonly fields: URLSearchParams;
}

/** Back to the page, or the page with what was wrong. */
function pressed(emulator: Emulator, company: Company, { name, fields }: Pressed): Reply {
  const done = (tab: Tab, problems: readonly Problem[], again: (problems: readonly Problem[]) => Html): Reply =>
    problems.length === 0
      ? redirect(`/app/${tab}?realm=${company.realmId}`)
      : { ...companyPage(company, tab, again(problems)), status: 400 };
  switch (name) {
    case 'bad-days':
      return done(name, badDaysAction(emulator, company, fields), (wrong) => badDaysPage(emulator, company, wrong));
    case 'webhooks':
      return done(name, webhooksAction(emulator, company, fields), (wrong) => webhooksPage(emulator, company, wrong));
    case 'settings':
      return done(name, settingsAction(emulator, company, fields), (wrong) => settingsPage(company, wrong));
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
