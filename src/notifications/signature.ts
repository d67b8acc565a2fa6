// How a webhook's message is signed, so that its receiver knows that it is ours and not an old one sent again (docs/notifications.md).
import { createHmac } from 'node:crypto';

/** `t=SECONDS,v1=HEX`: HMAC-SHA256 with the receiver's secret over `SECONDS.BODY`. */
export function signatureOf(body: string, { secret, now }: { readonly secret: string; readonly now: Date }): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
