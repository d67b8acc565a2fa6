// How entries are posted: one for each event or for each day, from when, how long a day waits; and the cap on over and short.
import { NumberInput, Radio, SimpleGrid, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { overShortQuery } from '../api/queries.ts';
import type { OverShort, Settings } from '../api/wire.ts';
import { formatMonth } from '../format/dates.ts';
import { formatCount, formatMoney, sumAmounts } from '../format/money.ts';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import { SettingsPanel } from './settings-panel.tsx';
import type { SettingsProblem } from './settings-problem.ts';

const page = words.posting;
const graceDaysMax = 31;
const modes = ['per-event', 'daily-summary'] as const;

type PostingValues = Pick<Settings, 'postingMode' | 'from' | 'summaryGraceDays'>;

export function PostingPanel({ settings }: { readonly settings: Settings }) {
  const { postingMode, from, summaryGraceDays } = settings;
  const saved: PostingValues = { postingMode, from, summaryGraceDays };
  return (
    <SettingsPanel
      title={page.title}
      hint={page.hint}
      saved={saved}
      fields={(form, change, problem) => (
        <Stack gap="md">
          <ModeChoice form={form} saved={saved} change={change} />
          <PostingFields form={form} change={change} problem={problem} />
        </Stack>
      )}
    />
  );
}

interface ModeChoiceProps {
  readonly form: PostingValues;
  readonly saved: PostingValues;
  readonly change: (form: PostingValues) => void;
}

/** Another mode begins with no date: that of the one before says nothing of it. */
function ModeChoice({ form, saved, change }: ModeChoiceProps) {
  const choose = (value: string) => {
    const postingMode = value === 'daily-summary' ? 'daily-summary' : 'per-event';
    change({ ...form, postingMode, from: postingMode === saved.postingMode ? saved.from : null });
  };
  return (
    <Radio.Group label={page.mode} value={form.postingMode} onChange={choose}>
      <Stack gap="sm" mt={8}>
        {modes.map((mode) => (
          <Radio key={mode} value={mode} label={page.modes[mode]} description={page.modeHints[mode]} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

interface PostingFieldsProps {
  readonly form: PostingValues;
  readonly change: (form: PostingValues) => void;
  readonly problem: SettingsProblem;
}

function PostingFields({ form, change, problem }: PostingFieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <TextInput
        type="date"
        label={page.from}
        description={page.fromHint}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        value={form.from ?? ''}
        error={problem.from}
        onChange={(event) => change({ ...form, from: event.currentTarget.value || null })}
      />
      {form.postingMode === 'daily-summary' ? (
        <NumberInput
          label={page.grace}
          description={page.graceHint}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          min={0}
          max={graceDaysMax}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          value={form.summaryGraceDays}
          error={problem.summaryGraceDays}
          onChange={(value) => change({ ...form, summaryGraceDays: Number(value) })}
        />
      ) : null}
    </SimpleGrid>
  );
}

type CapValues = Pick<Settings, 'overShortCap'>;

export function OverShortPanel({ settings }: { readonly settings: Settings }) {
  const saved: CapValues = { overShortCap: settings.overShortCap };
  return (
    <SettingsPanel
      title={page.overShort}
      saved={saved}
      fields={(form, change, problem) => (
        <TextInput
          label={page.cap(settings.currency)}
          description={page.capHint}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          inputMode="decimal"
          styles={{ input: { maxWidth: 160 } }}
          value={form.overShortCap}
          error={problem.overShortCap}
          onChange={(event) => change({ overShortCap: event.currentTarget.value.trim() })}
        />
      )}
    >
      <Months />
    </SettingsPanel>
  );
}

function Months() {
  const { data: months = [] } = useQuery(overShortQuery);
  if (months.length === 0) return null;
  return (
    <>
      <Text size="sm" c="dimmed" px={18} pb={4}>
        {page.overShortHint}
      </Text>
      <WideTable minWidth={420} label={page.overShortHint}>
        <Table aria-label={page.overShortHint}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{page.month}</Table.Th>
              <Table.Th className="number">{page.tickets}</Table.Th>
              <Table.Th className="number">{page.over}</Table.Th>
              <Table.Th className="number">{page.short}</Table.Th>
              <Table.Th className="number">{page.net}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {months.map((month) => (
              <MonthRow key={`${month.month}/${month.currency}`} month={month} />
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </>
  );
}

function MonthRow({ month }: { readonly month: OverShort['months'][number] }) {
  const { currency, over, short } = month;
  return (
    <Table.Tr>
      <Table.Th scope="row" role="rowheader" style={{ fontWeight: 500 }}>
        {formatMonth(month.month)}
      </Table.Th>
      <Table.Td className="number">{formatCount(month.tickets)}</Table.Td>
      <Table.Td className="number">{formatMoney(over, currency)}</Table.Td>
      <Table.Td className="number">{formatMoney(short, currency)}</Table.Td>
      <Table.Td className="number">{formatMoney(sumAmounts([over, `-${short}`]), currency)}</Table.Td>
    </Table.Tr>
  );
}
