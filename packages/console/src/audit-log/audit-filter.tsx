// What the audit log is narrowed by: a person, an action, and days. All of it is in the address.
import { Select } from '@mantine/core';
import { DayRange } from '../notices/day-range.tsx';
import type { SearchValues } from '../search.ts';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';

const page = words.audit;
const actions = Object.entries(page.actions as Readonly<Record<string, string>>)
  .map(([value, label]) => ({ value, label }))
  .sort((one, other) => one.label.localeCompare(other.label));

export function AuditFilter({ search, people }: { readonly search: SearchValues; readonly people: readonly string[] }) {
  const change = useChangeSearch();
  const { who, what, from, to } = search;
  const choice = { size: 'xs', searchable: true, clearable: true, w: 220 } as const;
  return (
    <div className="filters">
      <Select
        {...choice}
        label={page.who}
        placeholder={page.anybody}
        data={withChosen(people, who)}
        value={who ?? null}
        onChange={(value) => change({ who: value ?? undefined })}
      />
      <Select
        {...choice}
        label={page.what}
        placeholder={page.anything}
        data={actions}
        value={what ?? null}
        onChange={(value) => change({ what: value ?? undefined })}
      />
      <DayRange from={from} to={to} labels={page} onChange={change} />
    </div>
  );
}

/** What an address names shows as chosen, whether or not the log knows it. */
const withChosen = (people: readonly string[], who: string | undefined): string[] =>
  who === undefined || people.includes(who) ? [...people] : [who, ...people];
