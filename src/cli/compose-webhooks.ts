// Webhooks of QuickBooks: who signs them, and what becomes of what they tell.
import type { ChangeHearing } from '../pipeline/hear-changes.ts';
import { readWebhook } from '../quickbooks/webhook.ts';

type HearWebhook = (raw: Uint8Array, signature: string | null) => Promise<'heard' | 'not-signed'>;

export function webhookHearing(of: {
  /** Null: nothing is Intuit's. */
  readonly verifierToken: string | null;
  readonly changes: ChangeHearing;
  readonly onUnreadable: (bytes: number) => void;
}): HearWebhook {
  const { verifierToken } = of;
  return async (raw, signature) => {
    if (verifierToken === null) return 'not-signed';
    const webhook = readWebhook({ raw, signature, verifierToken });
    if (webhook.ok) await of.changes.hear(webhook.notices);
    else if (webhook.why === 'not-signed') return 'not-signed';
    // Sent again and again it would not become readable; the daily sweep finds what it told.
    else of.onUnreadable(raw.byteLength);
    return 'heard';
  };
}
