// How the books are kept, the default accounts, and how much of what the events need is mapped.
import { Button, Group, Select, SimpleGrid, Skeleton, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { send } from '../api/client.ts';
import { connectionQuery, settingsQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { MappingRow, Settings, SubjectKind } from '../api/wire.ts';
import { ClosedPeriodPanel } from '../closed-period/closed-period-panel.tsx';
import { MappingField } from '../mapping/mapping-field.tsx';
import { MappingProgress } from '../mapping/mapping-progress.tsx';
import { isMapped, type MappingBook, rowKey, useMappingBook } from '../mapping/use-mapping.ts';
import { LoadProblem } from '../notices/load-problem.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { Editable } from '../roles/editable.tsx';
import { KeptNote } from '../roles/role-notes.tsx';
import { ChangedMeanwhile } from '../unsaved/changed-meanwhile.tsx';
import { useDraft, useSaveDraft } from '../unsaved/use-draft.ts';
import { words } from '../words.ts';
import { DayHistory, SinceField, ZoneField } from './business-days.tsx';
import { OverShortPanel, PostingPanel } from './posting-panels.tsx';
import { fromOf, lacksDate, usualSince } from './since.ts';

const page = words.financial;

export function ConfigurationTab() {
  const settings = useQuery(settingsQuery);
  const book = useMappingBook(true);
  if (settings.error && !settings.data) return <LoadProblem error={settings.error} retry={settings.refetch} />;
  // Both at once: a panel that comes later would push down what is being read.
  if (!settings.data || (book.rows === undefined && !book.error)) return <Skeleton height={900} radius="md" />;
  return (
    <Stack gap={0}>
      <MappingProgress />
      <Areas book={book} />
      <KeptNote needs="PUT /settings" note={words.kept.settings} />
      <SettingsForm settings={settings.data} />
      <PostingPanel settings={settings.data} />
      <ClosedPeriodPanel settings={settings.data} />
      <OverShortPanel settings={settings.data} />
      <Defaults book={book} />
    </Stack>
  );
}

type ShopValues = Pick<Settings, 'name' | 'timeZone' | 'dayEnd' | 'discounts'>;

function SettingsForm({ settings }: { readonly settings: Settings }) {
  const { name, timeZone, dayEnd, discounts } = settings;
  const draft = useDraft<ShopValues>({ name, timeZone, dayEnd, discounts });
  const { form, base } = draft;
  const [since, setSince] = useState(usualSince);
  const dayChanged = form.timeZone !== base.timeZone || form.dayEnd !== base.dayEnd;
  const change = {
    name: form.name,
    ...(dayChanged && { timeZone: form.timeZone, dayEnd: form.dayEnd, dayFrom: fromOf(since) }),
    discounts: form.discounts,
    seen: base,
  };
  const saving = useSaveDraft(draft, {
    run: () => send('PUT', '/api/v1/settings', change),
    say: () => words.common.saved,
  });
  const takeBack = useAction({
    run: (day: object) => send('PUT', '/api/v1/settings', day),
    say: () => words.common.saved,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.save();
  };
  return (
    <form className="panel" style={{ marginBottom: 16 }} onSubmit={submit}>
      <div className="panel-body">
        <SettingsFacts settings={settings} />
        <ChangedMeanwhile draft={draft} />
        <Editable needs="PUT /settings">
          <SettingsFields form={form} onChange={draft.change} />
        </Editable>
        {dayChanged ? <SinceField value={since} onChange={setSince} label={page.days.holdsFrom} /> : null}
        <DayHistory
          needs="PUT /settings"
          days={settings.days}
          label={page.days.history}
          onTakeBack={({ from, ...day }) => takeBack.mutate({ ...day, dayFrom: from })}
          busy={takeBack.isPending}
        />
        {draft.changed ? (
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={draft.drop}>
              {words.common.cancel}
            </Button>
            <Button type="submit" loading={saving.isPending} disabled={dayChanged && lacksDate(since)}>
              {words.common.save}
            </Button>
          </Group>
        ) : null}
      </div>
    </form>
  );
}

function SettingsFacts({ settings }: { readonly settings: Settings }) {
  const { data: connection } = useQuery(connectionQuery);
  const use = connection && (connection.state === 'not-connected' ? page.useNo : page.useYes);
  return (
    <dl className="facts" style={{ marginBottom: 18 }}>
      <dt>{page.use}</dt>
      {/* Nothing is said before it is known, and its room is kept. */}
      <dd>{use ?? '\u00a0'}</dd>
      <dt>{page.currency}</dt>
      <dd>{settings.currency}</dd>
    </dl>
  );
}

function SettingsFields(props: { readonly form: ShopValues; readonly onChange: (form: ShopValues) => void }) {
  const { form, onChange } = props;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <TextInput
        label={page.company}
        value={form.name}
        onChange={(event) => onChange({ ...form, name: event.currentTarget.value })}
        required
        withAsterisk={false}
      />
      <ZoneField
        label={page.timeZone}
        description={page.timeZoneHint}
        value={form.timeZone}
        onChange={(timeZone) => onChange({ ...form, timeZone })}
      />
      <TextInput
        label={page.dayEnd}
        description={page.dayEndHint}
        inputWrapperOrder={['label', 'input', 'description']}
        type="time"
        value={form.dayEnd}
        onChange={(event) => onChange({ ...form, dayEnd: event.currentTarget.value })}
      />
      <Select
        label={page.discounts}
        allowDeselect={false}
        value={form.discounts}
        onChange={(value) => onChange({ ...form, discounts: value === 'gross' ? 'gross' : 'net' })}
        data={[
          { value: 'net', label: page.discountModes.net },
          { value: 'gross', label: page.discountModes.gross },
        ]}
      />
    </SimpleGrid>
  );
}

function Defaults({ book }: { readonly book: MappingBook }) {
  const rows = (book.rows ?? []).filter((row) => row.subject === null);
  if (book.error) return <LoadProblem error={book.error} retry={book.retry} />;
  return (
    <section className="panel" aria-labelledby="defaults-title">
      <div className="panel-head">
        <div>
          <Title order={2} id="defaults-title">
            {page.defaults}
          </Title>
          <Text size="sm" c="dimmed">
            {page.defaultsHint}
          </Text>
        </div>
      </div>
      <WideTable minWidth={520} label={page.defaults}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th style={{ width: '45%' }}>{page.role}</Table.Th>
              <Table.Th>{page.account}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={rowKey(row)}>
                <Table.Th
                  scope="row"
                  role="rowheader"
                  style={{ fontWeight: 500, verticalAlign: 'top', paddingTop: 12 }}
                >
                  {words.roles[row.role]}
                  <Text size="sm" c="dimmed">
                    {words.roleHints[row.role]}
                  </Text>
                </Table.Th>
                <Table.Td className="mapping-cell">
                  <MappingField row={row} book={book} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </section>
  );
}

const areas: readonly { readonly kind: SubjectKind; readonly to: string }[] = [
  { kind: 'payment-type', to: '/settings/payment-types' },
  { kind: 'item-class', to: '/settings/financial/item-classes' },
  { kind: 'reason-code', to: '/settings/reason-codes' },
  { kind: 'tax-code', to: '/settings/financial/tax' },
];

function Areas({ book }: { readonly book: MappingBook }) {
  if (book.rows === undefined || book.rows.every((row) => row.subject === null)) return null;
  return (
    <section className="panel" style={{ marginBottom: 16 }} aria-label={page.areas}>
      <div className="figures">
        {areas.map((area) => (
          <Area key={area.kind} kind={area.kind} to={area.to} book={book} />
        ))}
      </div>
    </section>
  );
}

function Area({ kind, to, book }: { readonly kind: SubjectKind; readonly to: string; readonly book: MappingBook }) {
  const needed = (book.rows ?? []).filter(
    (row: MappingRow) => row.subjectKind === kind && (row.required || row.accountId !== null),
  );
  const mapped = needed.filter((row) => isMapped(row, book.accountById)).length;
  const complete = mapped === needed.length;
  return (
    <div className="figure">
      <div className="figure-name">{words.areas[kind]}</div>
      <Group gap={6} wrap="nowrap" align="flex-start">
        {complete ? <IconCircleCheck size={16} className="good" aria-hidden /> : null}
        <Link to={to} className="row-link">
          {words.mapping.progress(mapped, needed.length)}
        </Link>
      </Group>
    </div>
  );
}
