// What one entry of the audit log changed: mappings by the names of roles and accounts, the rest as name and value.
import { useQuery } from '@tanstack/react-query';
import { accountsQuery } from '../api/queries.ts';
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
  const { released } = detail;
  return (
    <>
      <MappingChanges changes={changes} />
      {typeof released === 'number' && released > 0 ? <div>{page.released(formatCount(released))}</div> : null}
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

function detailText(detail: Detail): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${wordOf(name)}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}

/** `companyName` → "company name". */
const wordOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
