// Entries of a period: one that would change, its lines as they are beside as they would be; and those that stay, with reasons.
import { Anchor, Group, Table, Text } from '@mantine/core';
import type { PeriodPreview } from '../api/wire.ts';
import { LineSide } from '../drift/drift-lines.tsx';
import { EventLinks } from '../events/event-links.tsx';
import { formatDay } from '../format/dates.ts';
import { WideTable } from '../notices/wide-table.tsx';
import { useLocationNames } from '../summaries/use-location-names.ts';
import { words } from '../words.ts';

const page = words.period;

type Change = PeriodPreview['changes'][number];
type Staying = PeriodPreview['stays'][number];

export function ChangedEntry({ change }: { readonly change: Change }) {
  const { currency, lines, sameLines } = change;
  return (
    <div className="period-entry">
      <EntryName entry={change} note={change.follows ? page.follows : null} />
      <WideTable minWidth={290} label={page.entry(change.documentNumber ?? '')}>
        <Table className="entry" verticalSpacing={6} aria-label={page.entry(change.documentNumber ?? '')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th style={{ width: '50%' }}>{page.before}</Table.Th>
              <Table.Th>{page.after}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {withPlaces(lines).map(({ before, after, place }) => (
              <Table.Tr key={place} style={{ verticalAlign: 'top' }}>
                <Table.Td>{before === null ? null : <LineSide line={before} currency={currency} />}</Table.Td>
                <Table.Td>{after === null ? null : <LineSide line={after} currency={currency} />}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {sameLines === 0 ? null : (
        <Text size="sm" c="dimmed" mt={4}>
          {page.sameLines(sameLines)}
        </Text>
      )}
    </div>
  );
}

/** A line has nothing else that names it. */
const withPlaces = (lines: Change['lines']) => lines.map((line, place) => ({ ...line, place }));

export function StayingEntries({ stays }: { readonly stays: readonly Staying[] }) {
  return stays.map((entry) => (
    <div key={entry.postingId} className="period-entry">
      <EntryName entry={entry} note={null} />
      <Text size="sm">
        {page.reasons[entry.reason]}
        {entry.detail === null ? null : `: ${entry.detail}`}
      </Text>
    </div>
  ));
}

function EntryName({ entry, note }: { readonly entry: Change | Staying; readonly note: string | null }) {
  const locationName = useLocationNames();
  const { documentNumber, businessDate, location, quickbooksUrl, events, eventCount } = entry;
  const place = [formatDay(businessDate), locationName(location), note].filter((part) => part !== null);
  return (
    <Group gap={6} mb={4}>
      <Text size="sm" fw={600} span>
        {quickbooksUrl === null || documentNumber === null ? (
          documentNumber
        ) : (
          <Anchor href={quickbooksUrl} target="_blank" rel="noreferrer" size="sm" fw={600}>
            {documentNumber}
          </Anchor>
        )}
      </Text>
      <Text size="sm" c="dimmed" span>
        {place.join(' · ')}
      </Text>
      <EventLinks events={events} count={eventCount} />
    </Group>
  );
}
