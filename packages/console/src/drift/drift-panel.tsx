// One entry that somebody changed or deleted in QuickBooks, and the two things that can be decided about it.
import { Anchor, Group, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconClock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { send } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { DecideDriftRequest, Drift } from '../api/wire.ts';
import { EventLinks } from '../events/event-links.tsx';
import { formatDay } from '../format/dates.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { DriftLines } from './drift-lines.tsx';

const page = words.drift;

export function DriftPanel({ drift }: { readonly drift: Drift }) {
  const id = useId();
  const { data: session } = useQuery(sessionQuery);
  const currency = drift.currency ?? session?.company?.currency ?? 'USD';
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <div>
          <Title order={2} id={id}>
            {page.title(drift.documentNumber)} · {formatDay(drift.businessDate)}
          </Title>
          <Standing drift={drift} />
        </div>
        {drift.quickbooksUrl === null ? null : (
          <Anchor href={drift.quickbooksUrl} target="_blank" rel="noreferrer" size="sm">
            {page.open}
          </Anchor>
        )}
      </div>
      <div className="panel-body">
        {drift.problem === null ? null : (
          <Text size="sm" className="fault" mb="sm" role="alert">
            {page.problem(drift.problem)}
          </Text>
        )}
        <Tickets drift={drift} />
        <DriftLines drift={drift} currency={currency} />
        {drift.state === 'open' ? <Decision drift={drift} /> : null}
      </div>
    </section>
  );
}

function Standing({ drift }: { readonly drift: Drift }) {
  const { formatInstant } = useShopClock();
  const when =
    drift.changedAt === null
      ? page.found(formatInstant(drift.foundAt))
      : page.changedAt(formatInstant(drift.changedAt));
  return (
    <Group gap="sm">
      <StateMark drift={drift} />
      <Text size="sm" c="dimmed" span>
        {page.kinds[drift.kind]}, {when}
      </Text>
    </Group>
  );
}

function StateMark({ drift }: { readonly drift: Drift }) {
  if (drift.state === 'settled') {
    const { settledAs, who } = drift;
    return (
      <span className="state good">
        <IconCircleCheck size={16} aria-hidden />
        {settledAs === 'by-itself' || settledAs === null
          ? page.settled['by-itself']
          : page.settled[settledAs](who ?? '')}
      </span>
    );
  }
  const isOpen = drift.state === 'open';
  return (
    <span className={isOpen ? 'state warn' : 'state'}>
      {isOpen ? <IconAlertTriangle size={16} aria-hidden /> : <IconClock size={16} aria-hidden />}
      {page.states[drift.state]}
    </span>
  );
}

function Tickets({ drift }: { readonly drift: Drift }) {
  return (
    <Group gap={6} mb="xs">
      <Text size="sm" c="dimmed" span>
        {page.tickets(drift.eventCount)}
      </Text>
      <EventLinks events={drift.events} count={drift.eventCount} />
    </Group>
  );
}

function Decision({ drift }: { readonly drift: Drift }) {
  const gone = drift.kind === 'deleted';
  const decide = useAction<DecideDriftRequest['choice']>({
    run: (choice) => {
      const decision: DecideDriftRequest = { choice, syncToken: drift.syncToken };
      return send('POST', `/api/v1/drift/${drift.id}/decide`, decision);
    },
    say: (_answer, choice) => (choice === 'accept-theirs' ? page.accepted : page.puttingBack),
  });
  return (
    <div className="choices">
      <Choice
        label={page.accept}
        hint={gone ? page.acceptGoneHint : page.acceptHint}
        choose={() => decide.mutate('accept-theirs')}
        busy={decide.isPending}
      />
      <Choice
        label={page.putBack}
        hint={gone ? page.putBackGoneHint : page.putBackHint}
        choose={() => decide.mutate('put-ours-back')}
        busy={decide.isPending}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly hint: string;
  readonly choose: () => void;
  readonly busy: boolean;
}

function Choice({ label, hint, choose, busy }: ChoiceProps) {
  const id = useId();
  return (
    <div>
      <ActionButton
        needs="POST /drift/:id/decide"
        variant="default"
        size="xs"
        onClick={choose}
        disabled={busy}
        aria-describedby={id}
      >
        {label}
      </ActionButton>
      <Text size="xs" c="dimmed" mt={4} id={id}>
        {hint}
      </Text>
    </div>
  );
}
