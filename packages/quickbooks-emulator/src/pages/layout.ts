// The frame of every page: one style sheet, light and dark by the system, and nothing from outside.
import type { Reply } from '../http/exchange.ts';
import { type Html, html } from './html.ts';

export interface Page {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** Company pages carry its tabs. */
  readonly navigation?: Html;
  /** Where a form of this page may lead besides here. */
  readonly formAction?: string;
}

export function pageReply({ title, body, navigation, status = 200, formAction = '' }: Page): Reply {
  const document = html`<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title} · Local QuickBooks</title><link rel="stylesheet" href="/app/style.css"></head><body>
<header class="top"><a class="brand" href="/"><span class="mark" aria-hidden="true">lq</span>Local QuickBooks</a><span class="note">an emulator, not Intuit</span></header>
${navigation}<main>${body}</main></body></html>`;
  const policy = `default-src 'none'; style-src 'self'; form-action 'self' ${formAction}; base-uri 'none'; frame-ancestors 'none'`;
  return {
    status,
    headers: {
      'content-type': 'text/html;charset=utf-8',
      'content-security-policy': policy.trim(),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    },
    body: document.text,
  };
}
