// Where the number of a journal line comes from: the parts, the rule, the mapping, and since when that holds.
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { EntryLine, LineMapping } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { words } from '../words.ts';

const page = words.event.origin;

export interface LineOriginProps {
  readonly line: EntryLine;
  /** The parts it came from, as a term and its description. */
  readonly children: ReactNode;
}

export function LineOrigin({ line, children }: LineOriginProps) {
  return (
    <>
      <Text size="sm" fw={600}>
        {words.event.where}
      </Text>
      <dl className="facts" style={{ marginTop: 4 }}>
        {children}
        <dt>{page.rule}</dt>
        <dd>
          {line.rule?.sentence ?? page.notKept}
          {line.rule === null ? null : (
            <Text size="xs" c="dimmed" className="mono">
              {line.rule.name}
            </Text>
          )}
        </dd>
        <dt>{page.mapping}</dt>
        <dd>{mappingText(line)}</dd>
        {line.mapping === null ? null : <Since mapping={line.mapping} />}
      </dl>
    </>
  );
}

function mappingText({ account, mapping }: EntryLine): string {
  if (mapping === null) return account === null ? words.event.notMapped : page.notKept;
  return page.via[mapping.via](words.roles[mapping.role], mapping.subject);
}

function Since({ mapping }: { readonly mapping: LineMapping }) {
  const { formatInstant } = useShopClock();
  const { applicableFrom, savedAt, savedBy } = mapping;
  return (
    <>
      <dt>{page.since}</dt>
      <dd>
        {applicableFrom === null ? page.fromTheBeginning : formatDay(applicableFrom)}
        {savedAt === null || savedBy === null ? null : (
          <Text size="xs" c="dimmed">
            {page.saved(formatInstant(savedAt), savedBy)}
          </Text>
        )}
      </dd>
    </>
  );
}
