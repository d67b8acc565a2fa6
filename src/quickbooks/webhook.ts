// QuickBooks' webhooks: whether one is Intuit's by its signature, and what it says was changed, in both of its formats.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ChangeNotice } from '../pipeline/drift-port.ts';
import { property } from './wire-values.ts';

/** More than any webhook of Intuit's is worth; what lies beyond is found by the daily sweep. */
const noticesMax = 10_000;

export type HeardWebhook =
  | { readonly ok: true; readonly notices: readonly ChangeNotice[] }
  /** `unreadable`: Intuit's, and of no format that is known. */
  | { readonly ok: false; readonly why: 'not-signed' | 'unreadable' };

export function readWebhook(given: {
  /** The bytes as they came: the signature is over them. */
  readonly raw: Uint8Array;
  /** The header `intuit-signature`. */
  readonly signature: string | null;
  readonly verifierToken: string;
}): HeardWebhook {
  if (!isSigned(given)) return { ok: false, why: 'not-signed' };
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(given.raw));
    const notices = Array.isArray(body) ? body.flatMap(cloudEvent) : classic(body);
    return notices === null ? { ok: false, why: 'unreadable' } : { ok: true, notices: notices.slice(0, noticesMax) };
  } catch {
    return { ok: false, why: 'unreadable' };
  }
}

/** In the same time whichever byte is wrong. */
function isSigned({ raw, signature, verifierToken }: Parameters<typeof readWebhook>[0]): boolean {
  const expected = createHmac('sha256', verifierToken).update(raw).digest();
  const given = Buffer.from(signature ?? '', 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function classic(body: unknown): readonly ChangeNotice[] | null {
  const notifications = property(body, 'eventNotifications');
  if (!Array.isArray(notifications)) return null;
  return notifications.flatMap((notification: unknown) => {
    const realmId = text(notification, 'realmId');
    const entities = property(property(notification, 'dataChangeEvent'), 'entities');
    if (realmId === null || !Array.isArray(entities)) return [];
    return entities.flatMap((entity: unknown) => {
      const [name, id] = [text(entity, 'name'), text(entity, 'id')];
      if (name === null || id === null) return [];
      const operation = text(entity, 'operation');
      const how = { isNew: operation === 'Create', ...(operation === 'Merge' && { isMerge: true as const }) };
      return [{ realmId, entity: name.toLowerCase(), id, ...how, changedAt: time(text(entity, 'lastUpdated')) }];
    });
  });
}

/** `qbo.journalentry.updated.v1`. */
const eventType = /^qbo\.([a-z]+)\.([a-z]+)\.v\d+$/;

function cloudEvent(event: unknown): readonly ChangeNotice[] {
  const [, entity, operation] = eventType.exec(text(event, 'type') ?? '') ?? [];
  const [realmId, id] = [text(event, 'intuitaccountid'), text(event, 'intuitentityid')];
  if (entity === undefined || realmId === null || id === null) return [];
  const how = { isNew: operation === 'created', ...(operation === 'merged' && { isMerge: true as const }) };
  return [{ realmId, entity, id, ...how, changedAt: time(text(event, 'time')) }];
}

function time(value: string | null): Date | null {
  const at = new Date(value ?? '');
  return Number.isNaN(at.getTime()) ? null : at;
}

/** Ids and names are short: anything longer is none. */
const textLengthMax = 100;

function text(holder: unknown, name: string): string | null {
  const value = property(holder, name);
  return typeof value === 'string' && value !== '' && value.length <= textLengthMax && !value.includes('\0')
    ? value
    : null;
}
