// The rows of a list of events: each opens its detail, may be picked, and says which of several versions it is.
import { Checkbox, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { locationsQuery } from '../api/queries.ts';
import type { ListedEvent } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatMoney } from '../format/money.ts';
import { RowLink } from '../notices/row-link.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import { type ShopColumn, type ShopListName, shopLists } from './shop-lists.ts';
import { StatusMark } from './status-mark.tsx';
import type { Picked } from './use-picked.ts';

const page = words.events;
const list = words.eventList;

export interface EventTableProps {
  readonly rows: readonly ListedEvent[];
  readonly list?: ShopListName;
  readonly body: RefObject<HTMLTableSectionElement | null>;
  readonly opened: string | null;
  readonly picked: Picked;
  readonly onOpen: (id: string) => void;
}

/** What the table of this list has: rows of one part of the shop are looked at, not picked. */
function shapeOf(name: ShopListName | undefined) {
  const shop = name === undefined ? null : shopLists[name];
  return {
    isPicked: shop === null,
    hasKind: shop === null || shop.kinds.length > 1,
    columns: shop?.columns ?? [],
    hasAmount: shop?.moved === undefined,
    label: name === undefined || name === 'tickets' ? page.list : words.lists[name].title,
  };
}

export function EventTable(props: EventTableProps) {
  const { data: locations } = useQuery(locationsQuery(true));
  const locationNames = new Map((locations ?? []).map((one) => [one.code, one.name]));
  const { label } = shapeOf(props.list);
  return (
    <WideTable minWidth={props.list === undefined ? 760 : 980} label={label}>
      <Table className="rows event-rows" aria-label={label}>
        <TableHead {...props} />
        <Table.Tbody ref={props.body}>
          {props.rows.map((row) => (
            <EventTableRow
              key={row.id}
              {...props}
              row={row}
              location={locationNames.get(row.location) ?? row.location}
            />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function TableHead({ rows, list: name, picked }: EventTableProps) {
  const { isPicked, hasKind, columns, hasAmount } = shapeOf(name);
  const some = picked.ids.length > 0;
  return (
    <Table.Thead>
      <Table.Tr>
        {isPicked ? (
          <Table.Th w={44}>
            <Checkbox
              size="xs"
              aria-label={list.selectAll}
              checked={some && picked.ids.length === rows.length}
              indeterminate={some && picked.ids.length < rows.length}
              onChange={picked.toggleAll}
            />
          </Table.Th>
        ) : null}
        <Table.Th>{page.number}</Table.Th>
        {hasKind ? <Table.Th>{page.kind}</Table.Th> : null}
        <Table.Th>{page.date}</Table.Th>
        <Table.Th>{words.dashboard.location}</Table.Th>
        {columns.map(({ name: heading, isNumber }) => (
          <Table.Th key={heading} className={isNumber ? 'number' : undefined}>
            {heading}
          </Table.Th>
        ))}
        <Table.Th>{page.status}</Table.Th>
        {hasAmount ? <Table.Th className="number">{page.amount}</Table.Th> : null}
      </Table.Tr>
    </Table.Thead>
  );
}

function EventTableRow(props: EventTableProps & { readonly row: ListedEvent; readonly location: string }) {
  const { row, opened, picked, onOpen } = props;
  const { isPicked, hasKind, columns, hasAmount } = shapeOf(props.list);
  return (
    <Table.Tr
      data-link
      data-open={row.id === opened || undefined}
      data-picked={(isPicked && picked.has(row.id)) || undefined}
      data-event={row.id}
      onClick={() => onOpen(row.id)}
    >
      {isPicked ? (
        <Table.Td className="event-pick" onClick={(event) => event.stopPropagation()} style={{ cursor: 'default' }}>
          <Checkbox
            size="xs"
            aria-label={list.select(row.number)}
            checked={picked.has(row.id)}
            onChange={() => picked.toggle(row.id)}
          />
        </Table.Td>
      ) : null}
      <Table.Td className="event-number">
        <RowLink parameter="event" id={row.id} onOpen={onOpen}>
          {row.number}
        </RowLink>
        <VersionNote event={row} />
      </Table.Td>
      {hasKind ? <Table.Td>{page.kinds[row.kind]}</Table.Td> : null}
      <Table.Td className="unbroken">{formatDay(row.businessDate)}</Table.Td>
      <Table.Td>{props.location}</Table.Td>
      {columns.map((column) => (
        <ColumnCell key={column.name} column={column} row={row} />
      ))}
      <Table.Td className="event-status">
        <StatusMark status={row.status} inRow />
      </Table.Td>
      {hasAmount ? <Table.Td className="number event-amount">{formatMoney(row.amount, row.currency)}</Table.Td> : null}
    </Table.Tr>
  );
}

/** On a phone, where no heading stands above, a figure says what it is, and what is empty is left out. */
function ColumnCell({ column, row }: { readonly column: ShopColumn; readonly row: ListedEvent }) {
  const text = column.text(row);
  return (
    <Table.Td
      className={column.isNumber ? 'number' : undefined}
      data-heading={column.isNumber || undefined}
      data-empty={text === '' || undefined}
    >
      {text || words.common.none}
    </Table.Td>
  );
}

function VersionNote({ event }: { readonly event: ListedEvent }) {
  const { version, versionStanding } = event;
  if (versionStanding === null) return null;
  const text = {
    'in-force': list.version(version),
    replaced: list.replaced,
    reversal: list.reversal(version - 1),
  }[versionStanding];
  return (
    <Text size="xs" c="dimmed">
      {text}
    </Text>
  );
}
