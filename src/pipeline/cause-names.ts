// What the words of a cause need to know of the company: names of subjects, accounts and dimensions, and money as text.
import type { Dimension } from '../journal/dimension.ts';
import { formatMinor } from '../money.ts';
import { accountAsShown, type CauseNames } from '../posting/cause-words.ts';
import { subjectsFor } from './role-subjects.ts';
import type { CompanyStore } from './storage-port.ts';

export async function causeNames(store: CompanyStore): Promise<CauseNames> {
  const company = await store.company.read();
  const subjects = await store.subjects.list(null);
  const names = new Map(
    subjects.map((subject) => [`${subject.kind}/${subject.purpose}/${subject.code}`, subject.name]),
  );
  const accounts = await store.chart.accounts();
  const shown = new Map(accounts.map((account) => [account.id, accountAsShown(account)]));
  const dimensions = {
    department: byId(await store.dimensions.list('department')),
    class: byId(await store.dimensions.list('class')),
  };
  return {
    account: (accountId) => shown.get(accountId) ?? null,
    dimension: (kind, id) => dimensions[kind].get(id) ?? null,
    subject(role, code) {
      const of = subjectsFor(role);
      return of === null ? code : (names.get(`${of.kind}/${of.purpose}/${code}`) ?? code);
    },
    /** Of another currency than the company's it says which. */
    amount(amountMinor, currency) {
      const text = formatMinor(amountMinor, currency);
      return currency === company.currency ? text : `${text} ${currency}`;
    },
  };
}

const byId = (dimensions: readonly Dimension[]): ReadonlyMap<string, string> =>
  new Map(dimensions.map(({ id, fullyQualifiedName }) => [id, fullyQualifiedName]));
