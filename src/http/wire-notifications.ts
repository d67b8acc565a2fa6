// From the books' words to the wire's, for notifications.
import type { NotificationsView, ReceiverView } from '../pipeline/notification-port.ts';
import type * as wire from './contract.ts';

export function wireNotifications(
  { receivers, ...view }: NotificationsView,
  options: { readonly withAddresses: boolean },
): wire.Notifications {
  return {
    ...view,
    receivers: receivers.map((receiver) => ({
      ...wireReceiver(receiver),
      ...(!options.withAddresses && { shownAs: null, lastError: null }),
    })),
  };
}

/** As it is shown to whoever may change it. */
export const wireReceiver = ({ lastSuccessAt, lastErrorAt, ...receiver }: ReceiverView): wire.Receiver => ({
  ...receiver,
  lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
  lastErrorAt: lastErrorAt?.toISOString() ?? null,
});
