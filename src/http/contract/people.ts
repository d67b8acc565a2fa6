// Who is there on the wire: the session, the first owner, API keys, and the demo shop that a new owner may fill in.
import { z } from 'zod';
import { userRoles } from '../../auth/users-port.ts';
import { type GuardedRoute, guardedRoutes } from '../route-roles.ts';
import { changeTo } from './change-to.ts';
import { instantSchema } from './values.ts';

export const userRoleSchema = z.enum(userRoles);

export const sessionSchema = z.object({
  /** Nobody exists yet: the first page makes the owner. */
  setupNeeded: z.boolean(),
  signedIn: z.boolean(),
  user: z
    .object({
      email: z.string(),
      name: z.string().nullable(),
      role: userRoleSchema,
      /** The routes that this person is kept from, with the role that each takes. */
      notAllowed: z.array(z.object({ route: z.enum(guardedRoutes), takes: userRoleSchema })),
    })
    .nullable(),
  company: z.object({ id: z.string(), name: z.string(), currency: z.string(), timeZone: z.string() }).nullable(),
  quickbooks: z.object({ local: z.boolean(), url: z.string().nullable() }),
});

export const passwordLengthMin = 8;
export const passwordLengthMax = 128;
export const passwordSchema = z.string().min(passwordLengthMin).max(passwordLengthMax);

export const signInRequestSchema = z.object({
  email: z.email().max(320),
  password: z.string().min(1).max(passwordLengthMax),
});
export const setupOwnerRequestSchema = z.strictObject({
  email: z.email().max(320),
  password: passwordSchema,
  name: z.string().trim().max(200).optional(),
});
export const signedInAnswerSchema = z.object({ user: z.object({ email: z.string(), name: z.string().nullable() }) });

export const changePasswordRequestSchema = z.strictObject({
  current: z.string().min(1).max(passwordLengthMax),
  new: passwordSchema,
});

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role: userRoleSchema,
  since: instantSchema,
  /** Sessions that have not ended. */
  sessions: z.int(),
  /** The one who asks. */
  you: z.boolean(),
});
export const usersAnswerSchema = z.object({
  users: z.array(userSchema),
  invitations: z.array(
    z.object({
      id: z.string(),
      email: z.string(),
      role: userRoleSchema,
      invitedBy: z.string(),
      until: instantSchema,
    }),
  ),
  /** Invitations can be sent by e-mail. */
  mails: z.boolean(),
});
export const inviteRequestSchema = z.strictObject({
  email: z.email().max(320),
  role: userRoleSchema,
  mail: z.boolean().default(false).describe('Send the link to the address, too, where a mail server is set up'),
});
/** The only time the link is told. */
export const invitedAnswerSchema = z.object({
  link: z.string(),
  mailed: z.boolean().describe('The mail server has taken it'),
  problem: z.string().nullable().describe('Why it could not be mailed; the invitation holds all the same'),
});
export const changeUserRequestSchema = changeTo(
  userSchema,
  { role: userRoleSchema },
  {
    id: 'the path says which one is meant',
    email: 'invite whoever has another address',
    name: 'a person gives it who joins',
    since: 'it is when the person came in',
    ...{ sessions: null, you: null },
  },
);
export const invitationQuerySchema = z.strictObject({ token: z.string().min(1).max(200) });
export const invitationSchema = z.object({ email: z.string(), role: userRoleSchema, company: z.string() });
export const joinRequestSchema = z.strictObject({
  token: z.string().min(1).max(200),
  password: passwordSchema,
  name: z.string().trim().max(200).optional(),
});

export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters of the key. */
  prefix: z.string(),
  createdAt: instantSchema,
  lastUsedAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
});
export const apiKeysAnswerSchema = z.object({ keys: z.array(apiKeySchema) });
export const createApiKeyRequestSchema = z.strictObject({ name: z.string().trim().min(1).max(100) });
/** The only time the key itself is told. */
export const createApiKeyAnswerSchema = apiKeySchema.extend({ key: z.string() });

const demoDaysMax = 3650;
const seedMax = 2 ** 31 - 1;
export const demoRequestSchema = z
  .strictObject({
    days: z.int().min(1).max(demoDaysMax).default(90),
    seed: z.int().min(0).max(seedMax).default(1),
  })
  .nullish();
export const demoAnswerSchema = z.object({ recorded: z.int() });

export type User = z.infer<typeof userSchema>;
export type Users = z.infer<typeof usersAnswerSchema>;
export type InvitedAnswer = z.infer<typeof invitedAnswerSchema>;
export type Invitation = z.infer<typeof invitationSchema>;
export type { GuardedRoute };
export type Session = z.infer<typeof sessionSchema>;
export type ApiKey = z.infer<typeof apiKeySchema>;
export type CreateApiKeyAnswer = z.infer<typeof createApiKeyAnswerSchema>;
export type DemoAnswer = z.infer<typeof demoAnswerSchema>;
