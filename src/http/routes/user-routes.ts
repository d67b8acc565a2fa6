// Users: who may come in and in which role, invitations by a link, and the way out.
import { z } from 'zod';
import type { Person } from '../../auth/auth.ts';
import type { User } from '../../auth/users-port.ts';
import type { App, Routing } from '../app.ts';
import { personOf } from '../caller.ts';
import type * as wire from '../contract.ts';
import {
  changeUserRequestSchema,
  emptyBodySchema,
  invitationQuerySchema,
  invitationSchema,
  invitedAnswerSchema,
  inviteRequestSchema,
  joinRequestSchema,
  okSchema,
  usersAnswerSchema,
} from '../contract.ts';
import { httpProblem } from '../http-problem.ts';
import { checkSentBack } from '../sent-back.ts';

const tags = ['People'];
const done = { ok: true as const };
const userIdSchema = z.object({ id: z.string().min(1).max(100) });
const noUser = 'There is no such user in this company.';
const noInvitation = 'This invitation was used or withdrawn, or it is too old. Ask for another one.';

export function userRoutes(app: App, routing: Routing): void {
  listRoute(app, routing);
  invitationRoutes(app, routing);
  joinRoutes(app, routing);
  roleRoute(app, routing);
  leaveRoutes(app, routing);
}

const wireUser = ({ userId, since, ...user }: User, asking: Person): wire.User => ({
  ...{ id: userId, ...user, since: since.toISOString(), you: userId === asking.userId },
});

function listRoute(app: App, { auth, booksFor }: Routing): void {
  app.get(
    '/users',
    { schema: { tags, summary: 'Who may come in, and who is invited', response: { 200: usersAnswerSchema } } },
    async (request) => {
      const { companyId, person } = personOf(request);
      const [users, invitations] = [await auth.listUsers(companyId), await auth.listInvitations(companyId)];
      return {
        users: users.map((user) => wireUser(user, person)),
        invitations: invitations.map(({ id, email, role, createdBy, expiresAt }) => ({
          ...{ id, email, role, invitedBy: createdBy, until: expiresAt.toISOString() },
        })),
        mails: (await booksFor(request).notifications()).mails,
      };
    },
  );
}

function invitationRoutes(app: App, { auth, booksFor, noteNews, publicUrl }: Routing): void {
  app.post(
    '/invitations',
    {
      schema: {
        tags,
        summary: 'Invite somebody: a link that works once, within seven days, told this once',
        body: inviteRequestSchema,
        response: { 200: invitedAnswerSchema },
      },
    },
    async (request) => {
      const { companyId, who } = personOf(request);
      const { email, role, mail } = request.body;
      const invited = await auth.invite({ companyId, who, email, role });
      if (invited === null) throw httpProblem('address-taken');
      const books = booksFor(request);
      await books.noteInAudit({ who, action: 'user-invited', detail: { email, role } });
      noteNews(companyId, 'people');
      const link = `${publicUrl}/join?token=${invited.token}`;
      if (!mail) return { link, mailed: false, problem: null };
      const until = invited.expiresAt.toISOString();
      const sent = await books.mailInvitation(email, { role, invitedBy: who, link, until });
      return { link, mailed: sent.ok, problem: sent.ok ? null : sent.problem };
    },
  );
  app.delete(
    '/invitations/:id',
    { schema: { tags, summary: 'Withdraw an invitation', params: userIdSchema, response: { 200: okSchema } } },
    async (request) => {
      const { companyId, who } = personOf(request);
      const email = await auth.withdraw(companyId, request.params.id);
      if (email === null) throw httpProblem('not-found');
      await booksFor(request).noteInAudit({ who, action: 'invitation-withdrawn', detail: { email } });
      noteNews(companyId, 'people');
      return done;
    },
  );
}

/** Open: whoever has the link is nobody yet. A link is 256 random bits, so that none is found by trying. */
function joinRoutes(app: App, { auth, booksOf, noteNews }: Routing): void {
  app.get(
    '/join',
    {
      config: { open: true },
      schema: {
        tags,
        summary: 'What an invitation is for',
        querystring: invitationQuerySchema,
        response: { 200: invitationSchema },
      },
    },
    async (request) => {
      const invitation = await auth.invitationOf(request.query.token);
      if (invitation === null) throw httpProblem('not-found', { detail: noInvitation });
      const { email, role, companyId } = invitation;
      return { email, role, company: (await booksOf(companyId).settings()).name };
    },
  );
  app.post(
    '/join',
    {
      config: { open: true },
      schema: {
        tags,
        summary: 'Accept an invitation with a password of one’s own; sign in afterwards',
        body: joinRequestSchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      const { token, password, name = '' } = request.body;
      const invitation = await auth.join(token, { password, name });
      if (invitation === null) throw httpProblem('not-found', { detail: noInvitation });
      const { companyId, email, role } = invitation;
      await booksOf(companyId).noteInAudit({ who: email, action: 'user-joined', detail: { role } });
      noteNews(companyId, 'people');
      return done;
    },
  );
}

type Auth = Routing['auth'];

const userOf = async (auth: Auth, { companyId, userId }: { companyId: string; userId: string }) =>
  (await auth.listUsers(companyId)).find((user) => user.userId === userId);

const emailOf = async (auth: Auth, of: { companyId: string; userId: string }): Promise<string> =>
  (await userOf(auth, of))?.email ?? '';

function finished(outcome: 'done' | 'not-found' | 'last-owner'): void {
  if (outcome === 'not-found') throw httpProblem('not-found', { detail: noUser });
  if (outcome === 'last-owner') throw httpProblem('last-owner');
}

function roleRoute(app: App, { auth, booksFor, noteNews }: Routing): void {
  app.put(
    '/users/:id',
    {
      schema: {
        tags,
        summary: 'Change what somebody may do',
        params: userIdSchema,
        body: changeUserRequestSchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      const { companyId, who, person } = personOf(request);
      const userId = request.params.id;
      const { change, sentBack } = request.body;
      await checkSentBack(sentBack, async () => {
        const user = await userOf(auth, { companyId, userId });
        if (user === undefined) throw httpProblem('not-found', { detail: noUser });
        return wireUser(user, person);
      });
      finished(await auth.changeRole({ companyId, userId, role: change.role }));
      const detail = { user: await emailOf(auth, { companyId, userId }), role: change.role };
      await booksFor(request).noteInAudit({ who, action: 'user-changed', detail });
      noteNews(companyId, 'people');
      return done;
    },
  );
}

function leaveRoutes(app: App, { auth, booksFor, noteNews }: Routing): void {
  app.delete(
    '/users/:id',
    {
      schema: { tags, summary: 'Let somebody in no more: at once', params: userIdSchema, response: { 200: okSchema } },
    },
    async (request) => {
      const { companyId, who } = personOf(request);
      const userId = request.params.id;
      const user = await emailOf(auth, { companyId, userId });
      finished(await auth.removeUser({ companyId, userId }));
      await booksFor(request).noteInAudit({ who, action: 'user-removed', detail: { user } });
      noteNews(companyId, 'people');
      return done;
    },
  );
  app.post(
    '/users/:id/sign-out',
    {
      schema: {
        tags,
        summary: 'End all sessions of somebody, who may sign in again',
        params: userIdSchema,
        body: emptyBodySchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      const { companyId, who } = personOf(request);
      const userId = request.params.id;
      if (!(await auth.endSessionsOf({ companyId, userId }))) throw httpProblem('not-found', { detail: noUser });
      await booksFor(request).noteInAudit({
        who,
        action: 'user-signed-out',
        detail: { user: await emailOf(auth, { companyId, userId }) },
      });
      noteNews(companyId, 'people');
      return done;
    },
  );
}
