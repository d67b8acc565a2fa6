// Long lists in pages: the links to the newer and the older ones.
import { type Html, html } from './html.ts';

export const rowsPerPage = 50;

export interface Page {
  readonly number: number;
  readonly count: number;
  readonly total: number;
}

export function pageAsked(query: URLSearchParams, total: number): Page {
  const count = Math.max(1, Math.ceil(total / rowsPerPage));
  const number = Math.min(count, Math.max(1, Math.floor(Number(query.get('page'))) || 1));
  return { number, count, total };
}

/** `path` already has a query. */
export function pager({ number, count, total }: Page, path: string, what: string): Html {
  const link = (target: number, label: string) =>
    target >= 1 && target <= count ? html`<a class="button" href="${path}&page=${target}">${label}</a>` : '';
  const place = count === 1 ? `${total} ${what}` : `Page ${number} of ${count}, ${total} ${what}`;
  return html`<p class="pager">${link(number - 1, 'Newer')}<span>${place}</span>${link(number + 1, 'Older')}</p>`;
}
