// The setting for closed books: hold, post on the first open day, or ask; and the closing date as far as it is known.
import { Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { closedPeriodQuery } from '../api/queries.ts';
import type { Settings } from '../api/wire.ts';
import { SettingsPanel } from '../financial/settings-panel.tsx';
import { formatDay } from '../format/dates.ts';
import { words } from '../words.ts';

const page = words.closedPeriod;
const policies = ['hold', 'first-open-day', 'ask'] as const;

type PolicyValues = Pick<Settings, 'closedPeriods'>;

export function ClosedPeriodPanel({ settings }: { readonly settings: Settings }) {
  const saved: PolicyValues = { closedPeriods: settings.closedPeriods };
  return (
    <SettingsPanel
      title={page.title}
      hint={page.hint}
      saved={saved}
      fields={(form, change) => (
        <Stack gap="md">
          <Radio.Group
            label={page.policy}
            value={form.closedPeriods}
            onChange={(value) => change({ closedPeriods: policies.find((policy) => policy === value) ?? 'hold' })}
          >
            <Stack gap="sm" mt={8}>
              {policies.map((policy) => (
                <Radio
                  key={policy}
                  value={policy}
                  label={page.policies[policy]}
                  description={page.policyHints[policy]}
                />
              ))}
            </Stack>
          </Radio.Group>
          <ClosingDate />
        </Stack>
      )}
    />
  );
}

function ClosingDate() {
  const { data } = useQuery(closedPeriodQuery);
  if (data === undefined) return null;
  const { closedUntil, given } = data;
  const known = given ? page.known : page.learned;
  return (
    <Text size="sm" c="dimmed">
      {closedUntil === null ? page.open : known(formatDay(closedUntil))}
    </Text>
  );
}
