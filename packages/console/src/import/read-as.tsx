// How the file is read: what was guessed, and another choice.
import { Group, Select } from '@mantine/core';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { Import } from '../api/wire.ts';
import { kindOptions } from '../period/period-choice.ts';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';

const page = words.import;
const formatOptions = Object.entries(page.formats).map(([value, label]) => ({ value, label }));
const inColumn = 'in-column';

export function ReadAs({ one }: { readonly one: Import }) {
  const [format, setFormat] = useState<string>(one.format);
  const [kind, setKind] = useState<string>(one.kind ?? inColumn);
  const chosen = { format, kind: format === 'ndjson' || kind === inColumn ? null : kind };
  const isOther = chosen.format !== one.format || chosen.kind !== one.kind;
  const check = useAction({
    run: () => send('POST', `/api/v1/imports/${encodeURIComponent(one.id)}/check`, chosen),
  });
  const choose = { size: 'xs', allowDeselect: false } as const;
  return (
    <Group align="flex-end" gap="sm">
      <Select
        {...choose}
        w={130}
        label={page.readAs}
        data={formatOptions}
        value={format}
        onChange={(value) => value && setFormat(value)}
      />
      {format === 'csv' ? (
        <Select
          {...choose}
          w={220}
          label={page.rowsAre}
          data={[{ value: inColumn, label: page.rowsSay }, ...kindOptions]}
          value={kind}
          onChange={(value) => value && setKind(value)}
        />
      ) : null}
      {isOther ? (
        <ActionButton
          needs="POST /imports/:id/check"
          size="xs"
          variant="default"
          onClick={() => check.mutate()}
          loading={check.isPending}
        >
          {page.check}
        </ActionButton>
      ) : null}
    </Group>
  );
}
