// An alert as messages tell it: amounts and times as text.
import { formatMinor } from '../money.ts';
import type { ToldAlert } from './notification-port.ts';
import type { Alert } from './standing.ts';

export function toldAlert(alert: Alert): ToldAlert {
  const { kind, title, role, subject, eventsHeld, currency, action } = alert;
  return {
    ...{ kind, title, role, subject, eventsHeld, currency, action },
    amountHeld: formatMinor(alert.amountHeldMinor, currency),
    firstSeen: alert.firstSeen.toISOString(),
  };
}
