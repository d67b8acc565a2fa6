// The journal: the transactions of a kind, newest first, found by number; and how many there are of each kind.
import type { Company } from '../company/companies.ts';
import type { Emulator } from '../emulator.ts';
import { definitions } from '../entities/catalogue.ts';
import type { ApiObject, ObjectRow } from '../store/objects.ts';
import { grouped } from './amounts.ts';
import { type Html, html } from './html.ts';
import { pageAsked, pager, rowsPerPage } from './paging.ts';
import { totalMinor } from './transaction-page.ts';
import { transactionPath } from './transaction-path.ts';

const kinds = definitions.filter(({ kind }) => kind === 'transaction').map(({ name }) => name);

export function journalPage({ store, objects }: Emulator, { realmId }: Company, query: URLSearchParams): Html {
  const kind = kinds.find((name) => name === query.get('kind')) ?? 'JournalEntry';
  const number = (query.get('number') ?? '').trim();
  const where = `FROM objects WHERE realm_id = ? AND type = ?${number === '' ? '' : ' AND doc_number = ? COLLATE NOCASE'}`;
  const values = [realmId, kind, ...(number === '' ? [] : [number])];
  const total =
    number === '' ? objects.count(realmId, kind) : Number(store.integer(`SELECT count(*) ${where}`, ...values));
  const page = pageAsked(query, total);
  const rows = store
    .all<ObjectRow>(
      `SELECT id, body FROM objects WHERE realm_id = ? AND type = ? AND id IN
         (SELECT id ${where} ORDER BY txn_date DESC, id DESC LIMIT ? OFFSET ?) ORDER BY +txn_date DESC, id DESC`,
      realmId,
      kind,
      ...values,
      rowsPerPage,
      (page.number - 1) * rowsPerPage,
    )
    .map(({ body }) => row(JSON.parse(body) as ApiObject, realmId, kind));
  const address = `/app/journal?realm=${realmId}&kind=${kind}&number=${encodeURIComponent(number)}`;
  const list =
    rows.length === 0
      ? html`<p class="empty">${number === '' ? `There is no ${kind} yet.` : `No ${kind} has the number ${number}.`}</p>`
      : html`<table><thead><tr><th>Date</th><th>Number</th><th class="wide">Memo</th><th class="wide">Changed</th><th class="number">Amount</th></tr></thead><tbody>${rows}</tbody></table>${pager(page, address, kind)}`;
  const options = kinds.map((name) => html`<option ${name === kind ? html`selected` : ''}>${name}</option>`);
  return html`<h1>Journal</h1><section class="card"><form class="row" method="get" action="/app/journal"><input type="hidden" name="realm" value="${realmId}">
    <label>Kind <select name="kind">${options}</select></label><label>Number <input name="number" value="${number}" placeholder="any"></label><button>Show</button></form>${list}</section>`;
}

function row(object: ApiObject, realmId: string, type: string): Html {
  const id = String(object.Id);
  const changed = String((object.MetaData as ApiObject | undefined)?.LastUpdatedTime ?? '').slice(0, 16);
  return html`<tr><td class="date">${String(object.TxnDate ?? '')}</td><td><a href="${transactionPath({ realmId, type, id })}">${String(object.DocNumber ?? `#${id}`)}</a></td>
    <td class="quiet note-cell wide">${String(object.PrivateNote ?? '')}</td><td class="quiet date wide">${changed.replace('T', ' ')}</td><td class="number">${grouped(totalMinor(object))}</td></tr>`;
}
