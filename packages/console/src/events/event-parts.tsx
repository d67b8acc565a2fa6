// The parts of one event that a line of its entry came from, as the till sent them.
import { Text } from '@mantine/core';
import type { EntryLine } from '../api/wire.ts';
import { words } from '../words.ts';
import { partAt } from './part-at.ts';
import { receiptLine } from './receipt-line.ts';

/** A line of a long ticket has many: who reads further goes to the event as it came in. */
const partsShownMax = 10;

export function EventParts({ line, body }: { readonly line: EntryLine; readonly body: unknown }) {
  const more = line.fromCount - Math.min(line.from.length, partsShownMax);
  return (
    <>
      <dt>{words.event.origin.part}</dt>
      <dd>
        {line.explanation}
        {line.from.slice(0, partsShownMax).map((source) => (
          <EventPart key={source.key + source.pointer} source={source} body={body} />
        ))}
        {more > 0 ? (
          <Text size="xs" c="dimmed" mt={6}>
            {words.event.origin.moreParts(more)}
          </Text>
        ) : null}
      </dd>
    </>
  );
}

function EventPart(props: { readonly source: EntryLine['from'][number]; readonly body: unknown }) {
  const { key, pointer } = props.source;
  const part = partAt(props.body, pointer);
  return (
    <div style={{ marginTop: 6 }}>
      <Text size="xs" c="dimmed" className="mono">
        {key} {pointer}
      </Text>
      {part === undefined ? null : <ReceiptLine part={part} />}
    </div>
  );
}

/** As it stands on the receipt; as the till sent it below. */
function ReceiptLine({ part }: { readonly part: unknown }) {
  const text = receiptLine(part);
  return (
    <>
      {text === '' ? null : <Text size="sm">{text}</Text>}
      <span className="mono">{JSON.stringify(part)}</span>
    </>
  );
}
