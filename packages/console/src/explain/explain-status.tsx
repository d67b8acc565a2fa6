// The small ? beside a status: what it means in plain words, and what happens next. One catalogue for every page.
import { Text } from '@mantine/core';
import { useState } from 'react';
import type { EventStatus } from '../api/wire.ts';
import { Dialog } from '../notices/dialog.tsx';
import { words } from '../words.ts';

export interface ExplainStatusProps {
  readonly status: EventStatus;
  /** In a long list the rows are walked by keys: a mouse finds it there, and a keyboard in what the row opens. */
  readonly byMouse?: boolean;
}

export function ExplainStatus({ status, byMouse = false }: ExplainStatusProps) {
  const [asked, setAsked] = useState<'never' | 'open' | 'closed'>('never');
  const name = words.events.statuses[status];
  return (
    <>
      <button
        type="button"
        className="explain"
        aria-label={words.explain.open(name)}
        title={words.explain.open(name)}
        tabIndex={byMouse ? -1 : 0}
        onClick={(event) => {
          // The row that it stands in is not opened.
          event.stopPropagation();
          setAsked('open');
        }}
      />
      {asked === 'never' ? null : (
        <Dialog opened={asked === 'open'} onClose={() => setAsked('closed')} title={name} size="sm">
          <Text size="sm">{words.explain.statuses[status].means}</Text>
          <Text size="sm" fw={600} mt="sm">
            {words.explain.next}
          </Text>
          <Text size="sm">{words.explain.statuses[status].next}</Text>
        </Dialog>
      )}
    </>
  );
}
