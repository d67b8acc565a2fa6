// The shop's locations: their clocks, and which QuickBooks location their entries carry.
import { Badge, Checkbox, Skeleton, Table, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { departmentsQuery, locationsQuery, settingsQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { Location } from '../api/wire.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { Editable } from '../roles/editable.tsx';
import { usePageParameter } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { DayHistory, SinceField, ZoneField } from './business-days.tsx';
import { DimensionPicker, TrackingNote } from './dimension-picker.tsx';
import { fromOf, lacksDate, usualSince } from './since.ts';

const page = words.financial;
const route = 'PUT /locations/:code';

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
  const field = (name: keyof LocationForm, label: string, placeholder: string) => (
    <LocationField
      label={labelOf(label)}
      placeholder={placeholder}
      value={form[name]}
      onChange={(value) => setForm({ ...form, [name]: value })}
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
        <LocationZone location={location} form={form} onChange={setForm} />
        {dayChanged ? <SinceField value={since} onChange={setSince} label={labelOf(page.days.holdsFrom)} /> : null}
        <DayHistory
          needs={route}
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
        <ActionButton
          needs={route}
          size="xs"
          aria-label={page.saveLocation(location.name)}
          onClick={() => save.mutate(change)}
          loading={save.isPending}
          disabled={!changed || (dayChanged && lacksDate(since))}
        >
          {words.common.save}
        </ActionButton>
      </Table.Td>
    </Table.Tr>
  );
}

function LocationField(props: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { label, placeholder, value, onChange } = props;
  return (
    <Editable needs={route}>
      <TextInput
        size="xs"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Editable>
  );
}

function UseButton({ location, onUse }: { readonly location: Location; readonly onUse: (active: boolean) => void }) {
  const { activate, deactivate } = words.mapping.subject;
  const what = location.active ? deactivate : activate;
  return (
    <ActionButton
      needs={route}
      variant="subtle"
      size="compact-xs"
      px={0}
      aria-label={`${what}: ${location.name}`}
      onClick={() => onUse(!location.active)}
    >
      {what}
    </ActionButton>
  );
}

type LocationForm = ReturnType<typeof formOf>;

interface FormPartProps {
  readonly location: Location;
  readonly form: LocationForm;
  readonly onChange: (form: LocationForm) => void;
}

function LocationZone({ location, form, onChange }: FormPartProps) {
  const { data: settings } = useQuery(settingsQuery);
  return (
    <Editable needs={route}>
      <ZoneField
        size="xs"
        aria-label={words.mapping.field(page.timeZone, location.code)}
        placeholder={settings?.timeZone ?? ''}
        value={form.timeZone}
        onChange={(timeZone) => onChange({ ...form, timeZone })}
      />
    </Editable>
  );
}

function DepartmentPicker({ location, form, onChange }: FormPartProps) {
  const { data: departments } = useQuery(departmentsQuery);
  return (
    <Editable needs={route}>
      <DimensionPicker
        known={departments}
        value={form.quickbooksDepartmentId || null}
        label={words.mapping.field(page.quickbooksLocation, location.code)}
        onChange={(id) => onChange({ ...form, quickbooksDepartmentId: id ?? '' })}
      />
    </Editable>
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
