// From the books' words to the wire's, for notifications.
import type { NotificationsView } from '../pipeline/notification-port.ts';
import type * as wire from './contract.ts';

export function wireNotifications(
  { receivers, ...view }: NotificationsView,
  options: { readonly withAddresses: boolean },
): wire.Notifications {
  return {
    ...view,
    receivers: receivers.map(({ lastSuccessAt, lastErrorAt, ...receiver }) => ({
      ...receiver,
      ...(!options.withAddresses && { shownAs: null, lastError: null }),
      lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
      lastErrorAt: lastErrorAt?.toISOString() ?? null,
    })),
  };
}
