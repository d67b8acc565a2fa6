// Action Required: one row per cause, with what it holds back and the one button that helps.
import { Button, Group, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { settingsQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { Alert, CauseKind } from '../api/wire.ts';
import { formatCount, formatMoney } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { FollowMerge } from '../mapping/follow-merge.tsx';
import type { MissingKind } from '../mapping/missing-rows.tsx';
import { LateDialog } from '../notices/late-dialog.tsx';
import { RawWords } from '../notices/raw-words.tsx';
import { ConnectButton } from '../quickbooks-online/connect-button.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';

const loadMissingRows = async () => (await import('../mapping/missing-rows.tsx')).MissingRows;
const loadDecideDialog = async () => (await import('../closed-period/decide-dialog.tsx')).DecideDialog;

export function ActionRequired({ alerts }: { readonly alerts: readonly Alert[] }) {
  const [mapping, setMapping] = useState<{ kind: MissingKind; alerts: readonly Alert[] } | null>(null);
  if (alerts.length === 0 && mapping === null) return null;
  return (
    <>
      {alerts.length === 0 ? null : (
        <section className="panel alerts" aria-labelledby="alerts-title">
          <div className="panel-head">
            <Group gap={8}>
              <IconAlertTriangle size={18} className="fault" aria-hidden />
              <Title order={2} id="alerts-title">
                {words.alerts.title}
              </Title>
            </Group>
            <Text size="sm">{words.nav.alerts(alerts.length)}</Text>
          </div>
          <ul className="alert-list">
            {alerts.map((alert) => (
              <AlertRow
                key={`${alert.kind}/${alert.role}/${alert.subject}/${alert.title}`}
                alert={alert}
                onMap={(kind) => setMapping({ kind, alerts })}
              />
            ))}
          </ul>
        </section>
      )}
      {mapping === null ? null : (
        <LateDialog load={loadMissingRows} dialog={{ ...mapping, onClose: () => setMapping(null) }} />
      )}
    </>
  );
}

function AlertRow({ alert, onMap }: { readonly alert: Alert; readonly onMap: (kind: MissingKind) => void }) {
  const { formatInstant } = useShopClock();
  // The amount is of events in the company's currency: where all are foreign there is none to show.
  const held = words.alerts.held(
    words.alerts.events(formatCount(alert.eventsHeld), alert.eventsHeld === 1),
    /[1-9]/.test(alert.amountHeld) ? formatMoney(alert.amountHeld, alert.currency) : null,
  );
  return (
    <li className="alert-row">
      <IconAlertTriangle size={18} className="fault" style={{ marginTop: 2 }} aria-hidden />
      <div>
        <Text size="sm" fw={600}>
          {alert.title}
        </Text>
        <Text size="sm" c="dimmed">
          {alert.eventsHeld === 0 ? '' : `${held} `}
          {words.alerts.since(formatInstant(alert.firstSeen))}
        </Text>
        <Text size="sm" mt={2}>
          {alert.action}
        </Text>
        {alert.detail === null ? null : <RawWords said={alert.detail} />}
      </div>
      <div className="alert-action">
        <AlertAction alert={alert} onMap={onMap} />
      </div>
    </li>
  );
}

function AlertAction({ alert, onMap }: { readonly alert: Alert; readonly onMap: (kind: MissingKind) => void }) {
  switch (alert.kind) {
    case 'authentication':
      return <ConnectButton label={words.alerts.reconnect} size="xs" />;
    case 'missing-account':
      return (
        <ActionButton needs="PUT /mappings" size="xs" onClick={() => onMap('missing-account')}>
          {words.alerts.mapIt}
        </ActionButton>
      );
    case 'inactive-account':
      return alert.mergedInto !== undefined && alert.subject !== null ? (
        <FollowMerge from={alert.subject} into={alert.mergedInto} />
      ) : (
        <ActionButton needs="PUT /mappings" size="xs" onClick={() => onMap('inactive-account')}>
          {words.alerts.chooseAnother}
        </ActionButton>
      );
    case 'out-of-balance':
    case 'conflict':
    case 'reversal':
      return <LookAtIt cause={alert.kind} />;
    // Without a number it is of entries that these books lack: no event of theirs to look at.
    case 'number-taken':
      return alert.subject === null ? (
        <ConnectButton label={words.alerts.reconnect} size="xs" />
      ) : (
        <LookAtIt cause={alert.kind} />
      );
    case 'closed-period':
      return <ClosedPeriodAction />;
    case 'company-lapsed':
    case 'refused':
      return <RetryCause cause={alert.kind} />;
  }
}

/** Where the company is asked each time there is something to decide; the rest is QuickBooks' to say. */
function ClosedPeriodAction() {
  const { data: settings } = useQuery(settingsQuery);
  const [deciding, { open, close }] = useDisclosure(false);
  return (
    <Group gap="sm">
      <RetryCause cause="closed-period" label={words.closedPeriod.checkAgain} variant="default" />
      {settings?.closedPeriods === 'ask' ? (
        <ActionButton needs="POST /closed-period/decide" size="xs" onClick={open}>
          {words.closedPeriod.decide}
        </ActionButton>
      ) : null}
      {deciding ? <LateDialog load={loadDecideDialog} dialog={{ onClose: close }} /> : null}
    </Group>
  );
}

function LookAtIt({ cause }: { readonly cause: CauseKind }) {
  const navigate = useNavigate();
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() =>
        void navigate({ to: '/settings/integrations/quickbooks-online/financial-events', search: { cause } })
      }
    >
      {words.alerts.lookAtIt}
    </Button>
  );
}

interface RetryCauseProps {
  readonly cause: CauseKind;
  readonly label?: string;
  readonly variant?: 'filled' | 'default';
}

function RetryCause({ cause, label = words.alerts.retry, variant = 'filled' }: RetryCauseProps) {
  const retry = useAction<void, { released: number }>({
    run: () => send('POST', '/api/v1/events/retry-failed', { cause }),
    say: (answer) => words.alerts.released(answer.released),
  });
  return (
    <Group gap="sm">
      <LookAtIt cause={cause} />
      <ActionButton
        needs="POST /events/retry-failed"
        size="xs"
        variant={variant}
        onClick={() => retry.mutate()}
        loading={retry.isPending}
      >
        {label}
      </ActionButton>
    </Group>
  );
}
