// What the words of a cause need to know of the company: display names of subjects, and money as text.
import { formatMinor } from '../money.ts';
import type { CauseNames } from '../posting/cause-words.ts';
import { subjectsFor } from './role-subjects.ts';
import type { CompanyStore } from './storage-port.ts';

export async function causeNames(store: CompanyStore): Promise<CauseNames> {
  const company = await store.company.read();
  const subjects = await store.subjects.list(null);
  const names = new Map(
    subjects.map((subject) => [`${subject.kind}/${subject.purpose}/${subject.code}`, subject.name]),
  );
  const accounts = await store.chart.accounts();
  const numbers = new Map(accounts.map(({ id, number }) => [id, number]));
  return {
    account(accountId, name) {
      const number = numbers.get(accountId) ?? null;
      return number === null ? name : `${number} ${name}`;
    },
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
