// Which QuickBooks class the lines of each item class carry.
import { Skeleton, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { send } from '../api/client.ts';
import { classesQuery, itemClassesQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { Subject } from '../api/wire.ts';
import { MoreRows, useGrowingRows } from '../notices/growing-rows.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { Editable } from '../roles/editable.tsx';
import { usePageParameter } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { DimensionPicker, TrackingNote } from './dimension-picker.tsx';

const page = words.financial.dimension;

export function ItemClassClasses() {
  const [inactive] = usePageParameter('inactive');
  const itemClasses = useQuery(itemClassesQuery(inactive === '1'));
  const { data: classes } = useQuery(classesQuery);
  const [text = ''] = usePageParameter('find');
  const found = (itemClasses.data ?? []).filter(({ name, code }) => matches(`${name} ${code}`, text));
  const growing = useGrowingRows(found, text);
  if (itemClasses.data?.length === 0) return null;
  return (
    <section className="panel" style={{ marginTop: 16 }}>
      <div className="panel-head">
        <div>
          <Title order={2}>{page.classes}</Title>
          <Text size="sm" c="dimmed">
            {page.classesHint}
          </Text>
          <TrackingNote known={classes} off={page.classesOff} />
        </div>
      </div>
      {itemClasses.data === undefined ? (
        <Skeleton height={90} />
      ) : (
        <WideTable minWidth={420} label={page.classes}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th style={{ width: '40%' }}>{words.financial.itemClass}</Table.Th>
                <Table.Th>{page.classOf}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {growing.shown.map((itemClass) => (
                <ClassRow key={itemClass.code} itemClass={itemClass} />
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      <MoreRows {...growing} />
    </section>
  );
}

const matches = (said: string, text: string): boolean => said.toLowerCase().includes(text.toLowerCase());

function ClassRow({ itemClass }: { readonly itemClass: Subject }) {
  const { data: classes } = useQuery(classesQuery);
  const save = useAction<string | null>({
    run: (quickbooksClassId) =>
      send('PUT', `/api/v1/item-classes/${encodeURIComponent(itemClass.code)}`, { quickbooksClassId }),
    say: () => words.common.saved,
  });
  return (
    <Table.Tr>
      <Table.Th scope="row" role="rowheader" style={{ fontWeight: 500 }}>
        {itemClass.name}
      </Table.Th>
      <Table.Td>
        <Editable needs="PUT /item-classes/:code">
          <DimensionPicker
            known={classes}
            value={save.isPending ? save.variables : itemClass.quickbooksClassId}
            label={words.mapping.field(page.classOf, itemClass.name)}
            onChange={(id) => save.mutate(id)}
            busy={save.isPending}
          />
        </Editable>
      </Table.Td>
    </Table.Tr>
  );
}
