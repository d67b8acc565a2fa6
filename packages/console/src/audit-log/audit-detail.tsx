// What one entry of the audit log changed, there and in the books: mappings by the names of roles and accounts, the rest as name and value.
import { Text } from '@mantine/core';
import type { AuditEntry } from '../api/wire.ts';
import { formatDay, isDay } from '../format/dates.ts';
import { formatCount, formatMoney } from '../format/money.ts';
import { words } from '../words.ts';

const page = words.audit;

interface MappingChanged {
  readonly role: string;
  readonly subject: string | null;
  readonly accountId: string | null;
  readonly before: string | null;
  readonly applicableFrom?: string | null;
}

type Told = Pick<AuditEntry, 'detail' | 'names'>;
type Detail = Told['detail'];

export function AuditDetail({ told }: { readonly told: Told }) {
  const changes = mappingChanges(told.detail);
  if (changes === null) return detailText(told);
  return (
    <>
      <MappingChanges changes={changes} names={told.names.accounts} />
      <RepostOffered offer={told.detail.repostOffer} />
    </>
  );
}

type Names = Readonly<Record<string, string>>;

/** A number alone would be taken for that of an account. */
const called = (names: Names, id: unknown, nothing: string): string =>
  typeof id === 'string' ? (names[id] ?? page.unnamed(id)) : nothing;

function MappingChanges(of: { readonly changes: readonly MappingChanged[]; readonly names: Names }) {
  const lines = of.changes.map((change) => ({
    key: `${change.role}/${change.subject}/${change.applicableFrom ?? ''}`,
    text: mappingText(change, of.names),
  }));
  const [only, another] = lines;
  if (only !== undefined && another === undefined) return only.text;
  return (
    <details>
      <summary>{page.mapped(formatCount(lines.length))}</summary>
      <ul className="plain-list">
        {lines.map((line) => (
          <li key={line.key}>{line.text}</li>
        ))}
      </ul>
    </details>
  );
}

function mappingText(
  { role, subject, accountId, before, applicableFrom = null }: MappingChanged,
  names: Names,
): string {
  const roles: Readonly<Record<string, string>> = words.roles;
  const from = applicableFrom === null ? '' : ` ${page.mappedFrom(formatDay(applicableFrom))}`;
  const [was, is] = [before, accountId].map((id) => called(names, id, page.unmapped));
  return `${roles[role] ?? role}, ${subject ?? page.companyDefault}${from}: ${was} → ${is}`;
}

/** Where earlier entries would have other accounts now: to the page that shows which, over the same dates. */
function RepostOffered({ offer }: { readonly offer: unknown }) {
  if (typeof offer !== 'object' || offer === null) return null;
  const { entries, from, to } = offer as { entries: number; from: string; to: string };
  const period = `/settings/integrations/quickbooks-online/period?${new URLSearchParams({ from, to })}`;
  return <a href={period}>{page.wouldChange(formatCount(entries))}</a>;
}

function mappingChanges(detail: Detail): readonly MappingChanged[] | null {
  return Array.isArray(detail.changes) ? (detail.changes as readonly MappingChanged[]) : null;
}

/** Of no use to whoever reads it. */
const unsaid: ReadonlySet<string> = new Set(['realmId', 'fromRealmId', 'toRealmId', 'seed']);

/** What is kept as an id of QuickBooks, and the field of what it was before, which earlier entries have not. */
const choices: Readonly<Record<string, { readonly kind: keyof Told['names']; readonly before?: string }>> = {
  accountId: { kind: 'accounts' },
  quickbooksClassId: { kind: 'classes', before: 'quickbooksClassBefore' },
  quickbooksDepartmentId: { kind: 'departments', before: 'quickbooksDepartmentBefore' },
};
const areBefore = new Set(Object.values(choices).flatMap(({ before }) => before ?? []));

function detailText({ detail, names }: Told): string {
  return Object.entries(detail)
    .filter(([name, value]) => isSaid(name, value) && !isNameAgain(name, { detail, names }))
    .map(([name, value]) => {
      const text = name in choices ? choiceText(name, { detail, names }) : valueText(name, value);
      return `${page.fields[name] ?? wordOf(name)}: ${text}`;
    })
    .join(' · ');
}

const isSaid = (name: string, value: unknown): boolean =>
  name in choices || (value !== null && value !== '' && !unsaid.has(name) && !areBefore.has(name));

/** Of an account that was made, its name is there already. */
const isNameAgain = (name: string, { detail, names }: Told): boolean =>
  name === 'accountId' && names.accounts[`${detail.accountId}`] === detail.name;

function choiceText(name: string, { detail, names }: Told): string {
  const { kind = 'accounts', before = '' } = choices[name] ?? {};
  const text = (id: unknown) => called(names[kind], id, page.nothingChosen);
  return detail[before] === undefined ? text(detail[name]) : `${text(detail[before])} → ${text(detail[name])}`;
}

function valueText(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? page.yes : page.no;
  if (name === 'accounts' && Array.isArray(value)) return value.map(movedText).join('; ');
  if (typeof value !== 'string') return JSON.stringify(value);
  return page.values[name]?.[value] ?? (isDay(value) ? formatDay(value) : value);
}

interface Moved {
  readonly account: string;
  readonly currency: string;
  readonly before: string;
  readonly after: string;
}

/** What a repost makes of an account's lines. */
const movedText = ({ account, currency, before, after }: Moved): string =>
  `${account} ${formatMoney(before, currency)} → ${formatMoney(after, currency)}`;

/** `companyName` → "company name". */
const wordOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** How many events and entries it changed; null was not kept yet. */
export function InBooks({ inBooks }: { readonly inBooks: Readonly<Record<string, number>> | null }) {
  if (inBooks === null) return words.common.none;
  const changes = Object.entries(inBooks).map(
    ([name, count]) => page.changes[name]?.(formatCount(count), count === 1) ?? `${wordOf(name)} ${formatCount(count)}`,
  );
  if (changes.length === 0) {
    return (
      <Text span size="sm" c="dimmed">
        {page.nothing}
      </Text>
    );
  }
  return changes.map((change) => <div key={change}>{change}</div>);
}
