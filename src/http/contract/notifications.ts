// Notifications on the wire: who is told, of what, and how that went. Addresses of webhooks and secrets go in and never come out.
import { z } from 'zod';
import { receiverKinds } from '../../pipeline/notification-port.ts';
import { changeTo } from './change-to.ts';
import { instantSchema } from './values.ts';

const receiverKindSchema = z.enum(receiverKinds);

export const receiverSchema = z.object({
  id: z.string(),
  kind: receiverKindSchema,
  name: z.string(),
  /** The e-mail address; of a webhook its host alone. Null to whoever may not change it. */
  shownAs: z.string().nullable(),
  wantsAlerts: z.boolean(),
  wantsDigest: z.boolean(),
  signed: z.boolean(),
  lastSuccessAt: instantSchema.nullable(),
  lastErrorAt: instantSchema.nullable(),
  /** What the receiver's side said; as it may name the address, null wherever that is. */
  lastError: z.string().nullable(),
  /** Messages that are tried again. */
  waiting: z.int(),
});
export const notificationsSchema = z.object({
  receivers: z.array(receiverSchema),
  /** HH:MM by the company's clock. */
  digestAt: z.string(),
  timeZone: z.string(),
  /** A mail server is set up, so that e-mail can be sent. */
  mails: z.boolean(),
});
const addressLengthMax = 2_000;
const secretLength = { min: 16, max: 200 };
const receiverFields = {
  name: z.string().trim().min(1).max(100),
  /** Left out of a change: it stays. */
  address: z.string().trim().min(1).max(addressLengthMax).optional(),
  /** Signs the messages of a webhook; null takes it away, left out it stays. */
  secret: z.string().min(secretLength.min).max(secretLength.max).nullable().optional(),
  wantsAlerts: z.boolean(),
  wantsDigest: z.boolean(),
};
export const addReceiverRequestSchema = z.strictObject({ kind: receiverKindSchema, ...receiverFields });
export const changeReceiverRequestSchema = changeTo(receiverSchema, receiverFields, {
  id: 'the path says which one is meant',
  kind: 'add a receiver of the other kind, and remove this one',
  shownAs: 'it is changed by address',
  signed: 'it is changed by secret, which null takes away',
  ...{ lastSuccessAt: null, lastErrorAt: null, lastError: null, waiting: null },
});
export const receiverAddedSchema = z.object({ id: z.string() });
/** `sent` is what became of it just now; `problem` says why it did not get through. */
export const testSentSchema = z.object({ sent: z.boolean(), problem: z.string().nullable() });
export const saveDigestRequestSchema = z.strictObject({
  digestAt: z.string().describe('HH:MM by the company’s clock'),
});

export type Receiver = z.infer<typeof receiverSchema>;
export type Notifications = z.infer<typeof notificationsSchema>;
export type TestSent = z.infer<typeof testSentSchema>;
