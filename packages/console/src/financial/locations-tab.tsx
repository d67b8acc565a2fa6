// The shop's locations: their clocks, and which QuickBooks location their entries carry.
import { Badge, Button, Checkbox, Skeleton, Table, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { locationsQuery, settingsQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { Location } from '../api/wire.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { usePageParameter } from '../use-page-parameter.ts';
import { words } from '../words.ts';

const page = words.financial;

export function LocationsTab() {
  const [inactive, setInactive] = usePageParameter('inactive');
  const locations = useQuery(locationsQuery(inactive === '1'));
  if (locations.error && !locations.data) return <LoadProblem error={locations.error} retry={locations.refetch} />;
  if (!locations.data) return <Skeleton height={240} radius="md" />;
  return (
    <section className="panel">
      <div className="panel-head">
        <Text size="sm" c="dimmed">
          {page.quickbooksLocationHint}
        </Text>
        <Checkbox
          label={words.common.includeInactive}
          checked={inactive === '1'}
          onChange={(event) => setInactive(event.currentTarget.checked ? '1' : undefined)}
        />
      </div>
      {locations.data.length === 0 ? <EmptyState title={words.mapping.nothingHere} hint={page.noLocations} /> : null}
      {locations.data.length === 0 ? null : (
        <WideTable minWidth={860} label={words.financial.tabs.locations}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.common.name}</Table.Th>
                <Table.Th>{page.timeZone}</Table.Th>
                <Table.Th>{page.dayEnd}</Table.Th>
                <Table.Th>{page.quickbooksLocation}</Table.Th>
                <Table.Th style={{ width: 90 }}>
                  <VisuallyHidden>{words.common.save}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {locations.data.map((location) => (
                <LocationRow key={JSON.stringify(location)} location={location} />
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
    </section>
  );
}

function LocationRow({ location }: { readonly location: Location }) {
  const { data: settings } = useQuery(settingsQuery);
  const [form, setForm] = useState({
    name: location.name,
    timeZone: location.timeZone ?? '',
    dayEnd: location.dayEnd ?? '',
    quickbooksDepartmentId: location.quickbooksDepartmentId ?? '',
  });
  const save = useAction({
    run: () =>
      send('PUT', `/api/v1/locations/${encodeURIComponent(location.code)}`, {
        name: form.name,
        timeZone: form.timeZone || null,
        dayEnd: form.dayEnd || null,
        quickbooksDepartmentId: form.quickbooksDepartmentId || null,
      }),
    say: () => words.common.saved,
  });
  const changed =
    form.name !== location.name ||
    form.timeZone !== (location.timeZone ?? '') ||
    form.dayEnd !== (location.dayEnd ?? '') ||
    form.quickbooksDepartmentId !== (location.quickbooksDepartmentId ?? '');
  const field = (name: keyof typeof form, label: string, placeholder: string) => (
    <TextInput
      size="xs"
      aria-label={words.mapping.field(label, location.code)}
      placeholder={placeholder}
      value={form[name]}
      onChange={(event) => setForm({ ...form, [name]: event.currentTarget.value })}
    />
  );
  return (
    <Table.Tr>
      <Table.Td>
        {field('name', words.common.name, location.code)}
        <Text size="xs" c="dimmed" mt={2}>
          {location.code}{' '}
          {location.active ? null : (
            <Badge color="gray" variant="default" size="sm">
              {words.common.inactive}
            </Badge>
          )}
        </Text>
      </Table.Td>
      <Table.Td>{field('timeZone', page.timeZone, settings?.timeZone ?? '')}</Table.Td>
      <Table.Td>{field('dayEnd', page.dayEnd, settings?.dayEnd ?? '')}</Table.Td>
      <Table.Td>{field('quickbooksDepartmentId', page.quickbooksLocation, words.common.none)}</Table.Td>
      <Table.Td>
        <Button
          size="xs"
          aria-label={page.saveLocation(location.name)}
          onClick={() => save.mutate()}
          loading={save.isPending}
          disabled={!changed}
        >
          {words.common.save}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
