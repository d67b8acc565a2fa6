// What one entry of the audit log changed, there and in the books: mappings by the names of roles and accounts, the rest as name and value.
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { accountsQuery } from '../api/queries.ts';
import { formatDay, isDay } from '../format/dates.ts';
import { formatCount } from '../format/money.ts';
import { words } from '../words.ts';

const page = words.audit;

interface MappingChanged {
  readonly role: string;
  readonly subject: string | null;
  readonly accountId: string | null;
  readonly before: string | null;
}

type Detail = Readonly<Record<string, unknown>>;

export function AuditDetail({ detail }: { readonly detail: Detail }) {
  const changes = mappingChanges(detail);
  if (changes === null) return detailText(detail);
  return (
    <>
      <MappingChanges changes={changes} />
      <RepostOffered offer={detail.repostOffer} />
    </>
  );
}

function MappingChanges({ changes }: { readonly changes: readonly MappingChanged[] }) {
  const accounts = useQuery(accountsQuery).data ?? [];
  const called = (id: string | null) =>
    id === null ? page.unmapped : (accounts.find((account) => account.id === id)?.name ?? id);
  const roles: Readonly<Record<string, string>> = words.roles;
  const lines = changes.map(({ role, subject, accountId, before }) => ({
    key: `${role}/${subject}`,
    text: `${roles[role] ?? role}, ${subject ?? page.companyDefault}: ${called(before)} → ${called(accountId)}`,
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
const unsaid: ReadonlySet<string> = new Set(['realmId', 'seed']);

function detailText(detail: Detail): string {
  return Object.entries(detail)
    .filter(([name, value]) => value !== null && value !== '' && !unsaid.has(name))
    .map(([name, value]) => `${page.fields[name] ?? wordOf(name)}: ${valueText(name, value)}`)
    .join(' · ');
}

function valueText(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? page.yes : page.no;
  if (typeof value !== 'string') return JSON.stringify(value);
  return page.values[name]?.[value] ?? (isDay(value) ? formatDay(value) : value);
}

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
