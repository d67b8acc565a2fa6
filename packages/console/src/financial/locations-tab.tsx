// The shop's locations: their clocks, and which QuickBooks location their entries carry.
import { Badge, Button, Checkbox, Skeleton, Table, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
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
import { ChangedMeanwhile } from '../unsaved/changed-meanwhile.tsx';
import { type Draft, useDraft, useSaveDraft } from '../unsaved/use-draft.ts';
import { usePageParameter } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { DayHistory, SinceField, ZoneField } from './business-days.tsx';
import { DimensionPicker, TrackingNote } from './dimension-picker.tsx';
import { fromOf, lacksDate, type Since, usualSince } from './since.ts';

const page = words.financial;
const route = 'PUT /locations/:code';

export function LocationsTab() {
  const [inactive, setInactive] = usePageParameter('inactive');
  // All of them in any case: something may be typed of one that has become inactive.
  const locations = useQuery(locationsQuery(true));
  const { data: departments } = useQuery(departmentsQuery);
  if (locations.error && !locations.data) return <LoadProblem error={locations.error} retry={locations.refetch} />;
  if (!locations.data) return <Skeleton height={240} radius="md" />;
  const withInactive = inactive === '1';
  const isEmpty = !locations.data.some(({ active }) => active || withInactive);
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
          checked={withInactive}
          onChange={(event) => setInactive(event.currentTarget.checked ? '1' : undefined)}
        />
      </div>
      {isEmpty ? <EmptyState title={words.mapping.nothingHere} hint={page.noLocations} /> : null}
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
                <LocationRow key={location.code} location={location} withInactive={withInactive} />
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

type LocationForm = ReturnType<typeof formOf>;

interface RowProps {
  readonly location: Location;
  readonly withInactive: boolean;
}

function LocationRow({ location, withInactive }: RowProps) {
  const draft = useDraft(formOf(location));
  // An inactive one stays in sight until what was typed of it is saved.
  if (!location.active && !withInactive && !draft.changed) return null;
  return (
    <>
      {draft.meanwhile ? (
        <Table.Tr style={{ borderBottom: 0 }}>
          <Table.Td colSpan={5}>
            <ChangedMeanwhile draft={draft} />
          </Table.Td>
        </Table.Tr>
      ) : null}
      <LocationFields location={location} draft={draft} />
    </>
  );
}

interface FieldsProps {
  readonly location: Location;
  readonly draft: Draft<LocationForm>;
}

function LocationFields({ location, draft }: FieldsProps) {
  const { data: settings } = useQuery(settingsQuery);
  const { form, change } = draft;
  const [since, setSince] = useState(usualSince);
  const path = `/api/v1/locations/${encodeURIComponent(location.code)}`;
  const saving = useSaveDraft(draft, {
    run: async () => {
      await send('PUT', path, changeOf(draft, since));
      setSince(usualSince);
    },
    say: () => words.common.saved,
  });
  const client = useQueryClient();
  // What was changed meanwhile is shown beside what was typed.
  const readAnew = () => void client.invalidateQueries({ queryKey: locationsQuery(true).queryKey });
  const save = () => saving.save({ onError: readAnew });
  const act = useAction({ run: (done: object) => send('PUT', path, done), say: () => words.common.saved });
  const dayChanged = isDayChanged(draft);
  const labelOf = (what: string) => words.mapping.field(what, location.code);
  const field = (name: keyof LocationForm, label: string, placeholder: string) => (
    <LocationField
      label={labelOf(label)}
      placeholder={placeholder}
      value={form[name]}
      onChange={(value) => change({ ...form, [name]: value })}
    />
  );
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        {field('name', words.common.name, location.code)}
        <Code location={location} />
        <UseButton location={location} onUse={(active) => act.mutate({ active })} />
      </Table.Td>
      <Table.Td>
        <LocationZone location={location} form={form} onChange={change} />
        {dayChanged ? <SinceField value={since} onChange={setSince} label={labelOf(page.days.holdsFrom)} /> : null}
        <DayHistory
          needs={route}
          days={location.days}
          label={labelOf(page.days.history)}
          onTakeBack={act.mutate}
          busy={act.isPending}
        />
      </Table.Td>
      <Table.Td>{field('dayEnd', page.dayEnd, settings?.dayEnd ?? '')}</Table.Td>
      <Table.Td>
        <DepartmentPicker location={location} form={form} onChange={change} />
      </Table.Td>
      <Table.Td>
        <ActionButton
          needs={route}
          size="xs"
          aria-label={page.saveLocation(location.name)}
          onClick={save}
          loading={saving.isPending}
          disabled={!draft.changed || (dayChanged && lacksDate(since))}
        >
          {words.common.save}
        </ActionButton>
        {draft.changed ? <CancelButton location={location} onCancel={draft.drop} /> : null}
      </Table.Td>
    </Table.Tr>
  );
}

const isDayChanged = ({ form, base }: Draft<LocationForm>): boolean =>
  form.timeZone !== base.timeZone || form.dayEnd !== base.dayEnd;

/** What was not touched may be another by now. */
function changeOf(draft: Draft<LocationForm>, since: Since) {
  const { name, timeZone, dayEnd, quickbooksDepartmentId } = valuesOf(draft.form);
  const seen = valuesOf(draft.base);
  return {
    ...(name !== seen.name && { name }),
    ...(isDayChanged(draft) && { timeZone, dayEnd, from: fromOf(since) }),
    ...(quickbooksDepartmentId !== seen.quickbooksDepartmentId && { quickbooksDepartmentId }),
    seen,
  };
}

/** Nothing in a field: there is none. */
const valuesOf = ({ name, timeZone, dayEnd, quickbooksDepartmentId }: LocationForm) => ({
  name,
  timeZone: timeZone || null,
  dayEnd: dayEnd || null,
  quickbooksDepartmentId: quickbooksDepartmentId || null,
});

function CancelButton({ location, onCancel }: { readonly location: Location; readonly onCancel: () => void }) {
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      mt={4}
      aria-label={`${words.common.cancel}: ${location.name}`}
      onClick={onCancel}
    >
      {words.common.cancel}
    </Button>
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
