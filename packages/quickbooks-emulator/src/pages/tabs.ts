// The frame of a company's pages.
import type { Company } from '../company/companies.ts';
import type { Reply } from '../http/exchange.ts';
import { type Html, html } from './html.ts';
import { pageReply } from './layout.ts';

const tabs = [
  ['accounts', 'Chart of accounts'],
  ['journal', 'Journal'],
  ['trial-balance', 'Trial balance'],
  ['reports', 'Reports'],
  ['calls', 'Call log'],
  ['webhooks', 'Webhooks'],
  ['bad-days', 'Bad days'],
  ['settings', 'Settings'],
] as const;

export type Tab = (typeof tabs)[number][0];

export function companyPage(company: Company, current: Tab, body: Html): Reply {
  const links = tabs.map(
    ([path, title]) =>
      html`<a href="/app/${path}?realm=${company.realmId}" ${path === current ? html`aria-current="page"` : ''}>${title}</a>`,
  );
  const navigation = html`<nav class="tabs" aria-label="Company"><span class="company">${company.name}</span>${links}</nav>`;
  const title = tabs.find(([path]) => path === current)?.[1] ?? '';
  return pageReply({ title: `${title} · ${company.name}`, navigation, body });
}
