// What a webhook says, in both of Intuit's formats, and its signature.
import { createHash, createHmac } from 'node:crypto';

export const formats = ['classic', 'cloudevents'] as const;
export type Format = (typeof formats)[number];

export const changeOperations = ['Create', 'Update', 'Delete', 'Merge', 'Void', 'Emailed'] as const;
type ChangeOperation = (typeof changeOperations)[number];

/** One thing that changed: never its values, which a client has to read. */
export interface Change {
  readonly name: string;
  readonly id: string;
  readonly operation: ChangeOperation;
  /** Of a merge: what was merged away. */
  readonly deletedId?: string;
}

export interface DatedChange extends Change {
  readonly eventId: string;
  readonly at: number;
}

/** A change of one company's; a notification may tell of several companies. */
export interface CompanyChange extends DatedChange {
  readonly realmId: string;
}

interface Notification {
  readonly clientId: string;
  readonly changes: readonly CompanyChange[];
}

export function messageOf(format: Format, notification: Notification): string {
  return JSON.stringify(format === 'classic' ? classic(notification) : cloudEvents(notification));
}

function classic({ changes }: Notification): object {
  const realmIds = [...new Set(changes.map(({ realmId }) => realmId))];
  const eventNotifications = realmIds.map((realmId) => {
    const own = changes.filter((change) => change.realmId === realmId);
    const entities = own.map(({ name, id, operation, at, deletedId }) => ({
      name,
      id,
      operation,
      lastUpdated: new Date(at).toISOString(),
      ...(deletedId !== undefined && { deletedId }),
    }));
    return { realmId, dataChangeEvent: { entities } };
  });
  return { eventNotifications };
}

const pastTense: Readonly<Record<ChangeOperation, string>> = {
  Create: 'created',
  Update: 'updated',
  Delete: 'deleted',
  Merge: 'merged',
  Void: 'voided',
  Emailed: 'emailed',
};

function cloudEvents({ clientId, changes }: Notification): object {
  const source = `intuit.${createHash('sha256').update(clientId).digest('base64url')}`;
  return changes.map(({ realmId, name, id, operation, at, eventId, deletedId }) => ({
    specversion: '1.0',
    id: eventId,
    source,
    type: `qbo.${name.toLowerCase()}.${pastTense[operation]}.v1`,
    datacontenttype: 'application/json',
    time: new Date(at).toISOString(),
    intuitentityid: id,
    intuitaccountid: realmId,
    data: deletedId === undefined ? {} : { deletedid: deletedId },
  }));
}

/** The header `intuit-signature`: over the bytes as they are sent. */
export function signatureOf(body: string, verifierToken: string): string {
  return createHmac('sha256', verifierToken).update(body, 'utf8').digest('base64');
}
