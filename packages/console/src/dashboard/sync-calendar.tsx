// The month as a calendar: how far each day's events are, by a shape and a word; a day opens its events.
import { ActionIcon, Group, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { Dashboard } from '../api/wire.ts';
import { addMonths, formatLongDay, formatMonth, weekdays } from '../format/dates.ts';
import { formatCount } from '../format/money.ts';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { dayByKey, weeksOf } from './calendar-weeks.ts';
import { DayShape, shownStates } from './day-shape.tsx';

type Day = Dashboard['calendar']['days'][number];

const page = words.calendar;
/** A table that is walked by arrow keys is a grid. */
const walked = { role: 'grid' };

export interface SyncCalendarProps {
  readonly calendar: Dashboard['calendar'];
  readonly location: string | null;
  readonly today: string;
}

export function SyncCalendar({ calendar, location, today }: SyncCalendarProps) {
  const change = useChangeSearch();
  const { month, days } = calendar;
  const show = (other: string) => change({ month: other });
  return (
    <section className="panel" aria-labelledby="calendar-title">
      <div className="panel-head">
        <Title order={2} id="calendar-title">
          {page.title}
        </Title>
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={page.previous}
            onClick={() => show(addMonths(month, -1))}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <Text size="sm" fw={600} miw={116} ta="center" aria-live="polite">
            {formatMonth(month)}
          </Text>
          <ActionIcon variant="subtle" color="gray" aria-label={page.next} onClick={() => show(addMonths(month, 1))}>
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </div>
      <div className="panel-body">
        <MonthGrid month={month} days={days} location={location} today={today} onMonth={show} />
        <ul className="calendar-legend">
          {shownStates.map((state) => (
            <li key={state}>
              <DayShape state={state} /> {page.states[state]}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

interface MonthGridProps {
  readonly month: string;
  readonly days: readonly Day[];
  readonly location: string | null;
  readonly today: string;
  readonly onMonth: (month: string) => void;
}

function MonthGrid({ month, days, location, today, onMonth }: MonthGridProps) {
  const grid = useRef<HTMLTableElement>(null);
  const [chosen, setChosen] = useState(today);
  // One day is in the order of tabs: the one chosen last, or the month's first.
  const current = days.some(({ date }) => date === chosen) ? chosen : (days[0]?.date ?? '');
  const goTo = useFocusOfDay(grid, month);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const date = dayByKey(event.key, current);
    if (date === null) return;
    event.preventDefault();
    setChosen(date);
    goTo(date);
    if (!date.startsWith(month)) onMonth(date.slice(0, 7));
  };
  return (
    <table {...walked} ref={grid} className="calendar" aria-label={page.grid(formatMonth(month))} onKeyDown={onKeyDown}>
      <thead>
        <tr>
          {weekdays.map(({ short, long }) => (
            <th key={short} scope="col" abbr={long}>
              {short}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(days).map(({ week, days: ofWeek }) => (
          <tr key={week}>
            {ofWeek.map((day, weekday) => (
              <td key={weekdays[weekday]?.short} data-today={day?.date === today || undefined}>
                {day === null ? null : (
                  <DayCell day={day} location={location} inTabs={day.date === current} onFocus={setChosen} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Moves the focus to a day, at once or when its month is there. */
function useFocusOfDay(grid: RefObject<HTMLTableElement | null>, month: string): (date: string) => void {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current?.startsWith(month)) focusDay(grid, wanted.current);
    wanted.current = null;
  }, [grid, month]);
  return (date) => {
    if (date.startsWith(month)) focusDay(grid, date);
    else wanted.current = date;
  };
}

function focusDay(grid: RefObject<HTMLTableElement | null>, date: string): void {
  grid.current?.querySelector<HTMLElement>(`[data-day="${date}"]`)?.focus();
}

interface DayCellProps {
  readonly day: Day;
  readonly location: string | null;
  readonly inTabs: boolean;
  readonly onFocus: (date: string) => void;
}

function DayCell({ day, location, inTabs, onFocus }: DayCellProps) {
  const { date, state } = day;
  const shared = {
    className: 'calendar-day',
    'data-day': date,
    'data-state': state,
    tabIndex: inTabs ? 0 : -1,
    onFocus: () => onFocus(date),
  };
  const content = (
    <>
      <span aria-hidden>{Number(date.slice(8))}</span>
      <VisuallyHidden>{dayText(day)}</VisuallyHidden>
      <DayShape state={state} />
    </>
  );
  if (day.events === 0) return <span {...shared}>{content}</span>;
  return (
    <Link
      {...shared}
      to="/settings/integrations/quickbooks-online/financial-events"
      search={{ dateFrom: date, dateTo: date, ...(location !== null && { location }) }}
      title={title(day)}
    >
      {content}
    </Link>
  );
}

const eventsText = ({ events }: Day): string => page.events(formatCount(events), events === 1);

function dayText(day: Day): string {
  const named = formatLongDay(day.date);
  return day.events === 0 ? page.emptyDay(named) : page.dayText(named, page.states[day.state], eventsText(day));
}

/** How many have each status, under the mouse. */
function title(day: Day): string {
  const statuses = Object.entries(words.events.statuses) as [keyof Day['counts'], string][];
  const counted = statuses.filter(([status]) => day.counts[status] > 0);
  return counted.map(([status, name]) => page.counted(formatCount(day.counts[status]), name)).join(', ');
}
