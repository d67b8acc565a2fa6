// From which date a changed time zone or day end holds, and the history of those before.
import { Autocomplete, Select, Text, TextInput } from '@mantine/core';
import type { GuardedRoute } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import type { Since } from './since.ts';

const page = words.financial.days;

interface SinceFieldProps {
  readonly value: Since;
  readonly onChange: (since: Since) => void;
  /** What a screen reader calls it, where several are on a page. */
  readonly label: string;
}

export function SinceField({ value, onChange, label }: SinceFieldProps) {
  return (
    <div style={{ marginTop: 6, maxWidth: 360 }}>
      <Select
        size="xs"
        aria-label={label}
        allowDeselect={false}
        value={value.how}
        onChange={(how) => onChange({ ...value, how: how === 'date' || how === 'beginning' ? how : 'usual' })}
        data={[
          { value: 'usual', label: page.usual },
          { value: 'date', label: page.fromDate },
          { value: 'beginning', label: page.fromBeginning },
        ]}
      />
      {value.how === 'date' ? (
        <TextInput
          size="xs"
          mt={4}
          type="date"
          aria-label={page.dateOf(label)}
          value={value.date}
          onChange={(event) => onChange({ ...value, date: event.currentTarget.value })}
        />
      ) : null}
      <Text size="xs" c="dimmed" mt={2}>
        {page.hint}
      </Text>
    </div>
  );
}

const zones = Intl.supportedValuesOf('timeZone');
const zonesShown = 8;

interface ZoneFieldProps {
  readonly value: string;
  readonly onChange: (timeZone: string) => void;
  readonly size?: 'xs' | 'sm';
  readonly label?: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly 'aria-label'?: string;
}

/** Any name the server knows may be typed; the usual ones are offered. */
export function ZoneField(props: ZoneFieldProps) {
  return (
    <Autocomplete {...props} data={zones} limit={zonesShown} inputWrapperOrder={['label', 'input', 'description']} />
  );
}

interface DaySetting {
  readonly from: string | null;
  readonly timeZone: string | null;
  readonly dayEnd: string | null;
}

interface DayHistoryProps {
  readonly needs: GuardedRoute;
  readonly days: readonly DaySetting[];
  readonly label: string;
  /** Sets from its date on what held before: the change is gone. */
  readonly onTakeBack: (change: { from: string; timeZone: string | null; dayEnd: string | null }) => void;
  readonly busy: boolean;
}

/** Nothing where there is no history. */
export function DayHistory({ needs, days, label, onTakeBack, busy }: DayHistoryProps) {
  if (days.length < 2) return null;
  return (
    <ul aria-label={label} className="day-history">
      {days.map(({ from, timeZone, dayEnd }, index) => {
        const before = days[index - 1];
        return (
          <li key={from ?? ''}>
            <Text component="span" size="xs" c="dimmed">
              {page.since(from === null ? null : formatDay(from))}: {timeZone ?? page.ofCompany},{' '}
              {dayEnd ?? page.ofCompany}
            </Text>
            {from === null || before === undefined ? null : (
              <ActionButton
                needs={needs}
                variant="subtle"
                size="compact-xs"
                loading={busy}
                aria-label={page.takeBackOf(formatDay(from), label)}
                onClick={() => onTakeBack({ from, timeZone: before.timeZone, dayEnd: before.dayEnd })}
              >
                {page.takeBack}
              </ActionButton>
            )}
          </li>
        );
      })}
    </ul>
  );
}
