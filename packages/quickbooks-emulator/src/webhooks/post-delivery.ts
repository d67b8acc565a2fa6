// One attempt at a delivery: signed, posted, and given up when it takes too long or everything ends.
import type { Delivery } from './deliveries.ts';
import { signatureOf } from './messages.ts';

/** Intuit waits three seconds for a 200. */
const answerWaitMs = 3000;

type Posted = Pick<Delivery, 'id' | 'url' | 'body' | 'verifierToken' | 'createdAt'>;

/** The status that was answered, or null. */
export async function postDelivery(
  { id, url, body, verifierToken, createdAt }: Posted,
  stopped: AbortSignal,
): Promise<number | null> {
  if (stopped.aborted) return null;
  // `AbortSignal.any` would leave something behind in a signal that lives as long as the process, for each delivery.
  const waiting = new AbortController();
  const giveUp = () => waiting.abort();
  const timer = setTimeout(giveUp, answerWaitMs);
  stopped.addEventListener('abort', giveUp);
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: waiting.signal,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'intuit_notification_server/1.0',
        'intuit-signature': signatureOf(body, verifierToken),
        'intuit-created-time': new Date(createdAt).toISOString(),
        'intuit-t-id': `1-webhook-${id}`,
        'intuit-notification-schema-version': '0.1',
      },
      body,
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
    stopped.removeEventListener('abort', giveUp);
  }
}
