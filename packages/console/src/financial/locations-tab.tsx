// The shop's locations: their clocks, and which QuickBooks location their entries carry.
import { Badge, Button, Checkbox, Skeleton, Table, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { departmentsQuery, locationsQuery, settingsQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { Location } from '../api/wire.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { usePageParameter } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { DayHistory, SinceField, ZoneField } from './business-days.tsx';
import { DimensionPicker, TrackingNote } from './dimension-picker.tsx';
import { fromOf, lacksDate, usualSince } from './since.ts';

const page = words.financial;

export function LocationsTab() {
  const [inactive, setInactive] = usePageParameter('inactive');
  const locations = useQuery(locationsQuery(inactive === '1'));
  const { data: departments } = useQuery(departmentsQuery);
  if (locations.error && !locations.data) return <LoadProblem error={locations.error} retry={locations.refetch} />;
  if (!locations.data) return <Skeleton height={240} radius="md" />;
  return (
    <section className="panel">
      <div className="panel-head">
        <div>
          <Text size="sm" c="dimmed">
            {page.quickbooksLocationHint}
          </Text>
          <TrackingNote known={departments} off={page.dimension.departmentsOff} />
        </div>
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

const formOf = (location: Location) => ({
  name: location.name,
  timeZone: location.timeZone ?? '',
  dayEnd: location.dayEnd ?? '',
  quickbooksDepartmentId: location.quickbooksDepartmentId ?? '',
});

function LocationRow({ location }: { readonly location: Location }) {
  const { data: settings } = useQuery(settingsQuery);
  const saved = formOf(location);
  const [form, setForm] = useState(saved);
  const [since, setSince] = useState(usualSince);
  const save = useAction({
    run: (change: object) => send('PUT', `/api/v1/locations/${encodeURIComponent(location.code)}`, change),
    say: () => words.common.saved,
  });
  const dayChanged = form.timeZone !== saved.timeZone || form.dayEnd !== saved.dayEnd;
  const changed =
    dayChanged || form.name !== saved.name || form.quickbooksDepartmentId !== saved.quickbooksDepartmentId;
  const change = {
    name: form.name,
    ...(dayChanged && { timeZone: form.timeZone || null, dayEnd: form.dayEnd || null, from: fromOf(since) }),
    quickbooksDepartmentId: form.quickbooksDepartmentId || null,
  };
  const labelOf = (what: string) => words.mapping.field(what, location.code);
  const field = (name: keyof typeof form, label: string, placeholder: string) => (
    <TextInput
      size="xs"
      aria-label={labelOf(label)}
      placeholder={placeholder}
      value={form[name]}
      onChange={(event) => setForm({ ...form, [name]: event.currentTarget.value })}
    />
  );
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        {field('name', words.common.name, location.code)}
        <Code location={location} />
        <UseButton location={location} onUse={(active) => save.mutate({ active })} />
      </Table.Td>
      <Table.Td>
        <ZoneField
          size="xs"
          aria-label={labelOf(page.timeZone)}
          placeholder={settings?.timeZone ?? ''}
          value={form.timeZone}
          onChange={(timeZone) => setForm({ ...form, timeZone })}
        />
        {dayChanged ? <SinceField value={since} onChange={setSince} label={labelOf(page.days.holdsFrom)} /> : null}
        <DayHistory
          days={location.days}
          label={labelOf(page.days.history)}
          onTakeBack={save.mutate}
          busy={save.isPending}
        />
      </Table.Td>
      <Table.Td>{field('dayEnd', page.dayEnd, settings?.dayEnd ?? '')}</Table.Td>
      <Table.Td>
        <DepartmentPicker location={location} form={form} onChange={setForm} />
      </Table.Td>
      <Table.Td>
        <Button
          size="xs"
          aria-label={page.saveLocation(location.name)}
          onClick={() => save.mutate(change)}
          loading={save.isPending}
          disabled={!changed || (dayChanged && lacksDate(since))}
        >
          {words.common.save}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

function UseButton({ location, onUse }: { readonly location: Location; readonly onUse: (active: boolean) => void }) {
  const { activate, deactivate } = words.mapping.subject;
  const what = location.active ? deactivate : activate;
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      aria-label={`${what}: ${location.name}`}
      onClick={() => onUse(!location.active)}
    >
      {what}
    </Button>
  );
}

type LocationForm = ReturnType<typeof formOf>;

function DepartmentPicker(props: {
  readonly location: Location;
  readonly form: LocationForm;
  readonly onChange: (form: LocationForm) => void;
}) {
  const { location, form, onChange } = props;
  const { data: departments } = useQuery(departmentsQuery);
  return (
    <DimensionPicker
      known={departments}
      value={form.quickbooksDepartmentId || null}
      label={words.mapping.field(page.quickbooksLocation, location.code)}
      onChange={(id) => onChange({ ...form, quickbooksDepartmentId: id ?? '' })}
    />
  );
}

function Code({ location }: { readonly location: Location }) {
  return (
    <Text size="xs" c="dimmed" mt={2}>
      {location.code}{' '}
      {location.active ? null : (
        <Badge color="gray" variant="default" size="sm">
          {words.common.inactive}
        </Badge>
      )}
    </Text>
  );
}
