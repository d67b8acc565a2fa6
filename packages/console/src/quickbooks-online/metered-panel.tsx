// What reading from QuickBooks has cost this month, the budget for it, and what is left out once it is spent.
import { NumberInput, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { settingsQuery } from '../api/queries.ts';
import type { Connection, Settings } from '../api/wire.ts';
import { SettingsPanel } from '../financial/settings-panel.tsx';
import { formatMonth } from '../format/dates.ts';
import { formatCount } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { words } from '../words.ts';

const page = words.metered;
const budgetMax = 2_000_000_000;

type BudgetValues = Pick<Settings, 'meteredBudget'>;

export function MeteredPanel({ metered }: { readonly metered: Connection['metered'] }) {
  const { data: settings } = useQuery(settingsQuery);
  if (settings === undefined) return null;
  const saved: BudgetValues = { meteredBudget: settings.meteredBudget };
  const [calls, month] = [formatCount(metered.calls), formatMonth(metered.month)];
  const { meteredBudget } = saved;
  return (
    <>
      <SkippedNotice since={metered.skippedSince} />
      <SettingsPanel
        title={page.title}
        hint={page.hint}
        saved={saved}
        fields={(form, change) => (
          <>
            <Text fw={600} mb="sm">
              {meteredBudget === null
                ? page.value(calls, month)
                : page.ofBudget(calls, formatCount(meteredBudget), month)}
            </Text>
            <NumberInput
              label={page.budget}
              description={page.budgetHint}
              value={form.meteredBudget ?? ''}
              onChange={(value) => change({ meteredBudget: value === '' ? null : Number(value) })}
              min={0}
              max={budgetMax}
              allowDecimal={false}
              allowNegative={false}
              thousandSeparator=","
              maw={360}
            />
          </>
        )}
      />
    </>
  );
}

export function SkippedNotice({ since }: { readonly since: string | null }) {
  const { formatInstant } = useShopClock();
  if (since === null) return null;
  return (
    <div className="notice" data-tone="warn" role="status">
      <IconAlertTriangle size={20} className="warn" aria-hidden />
      <div>
        <Text fw={600} size="sm">
          {page.skippedTitle}
        </Text>
        <Text size="sm">{page.skipped(formatInstant(since))}</Text>
      </div>
    </div>
  );
}
