// Where the number of a journal line comes from: the parts, the rule, the mapping, and since when that holds.
import { Text } from '@mantine/core';
import type { EntryLine, LineMapping } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { words } from '../words.ts';
import { partAt } from './part-at.ts';

const page = words.event.origin;

/** A line of a busy day has thousands: who reads further goes to the events. */
const partsShownMax = 10;

export function LineOrigin({ line, body }: { readonly line: EntryLine; readonly body: unknown }) {
  const more = line.fromCount - Math.min(line.from.length, partsShownMax);
  return (
    <>
      <Text size="sm" fw={600}>
        {words.event.where}
      </Text>
      <dl className="facts" style={{ marginTop: 4 }}>
        <dt>{page.part}</dt>
        <dd>
          {line.explanation}
          {line.from.slice(0, partsShownMax).map((source) => (
            <SourcePart key={source.key + source.pointer} source={source} body={body} />
          ))}
          {more > 0 ? (
            <Text size="xs" c="dimmed" mt={6}>
              {page.moreParts(more)}
            </Text>
          ) : null}
        </dd>
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

function SourcePart(props: { readonly source: EntryLine['from'][number]; readonly body: unknown }) {
  const { key, pointer } = props.source;
  const part = partAt(props.body, pointer);
  return (
    <div style={{ marginTop: 6 }}>
      <Text size="xs" c="dimmed" className="mono">
        {key} {pointer}
      </Text>
      {part === undefined ? null : <span className="mono">{JSON.stringify(part)}</span>}
    </div>
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
