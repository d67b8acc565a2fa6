// Notifications: who is told of alerts and of the day, when the digest goes, and whether a test message gets through.
import type { z } from 'zod';
import { mayAs } from '../../auth/users-port.ts';
import type { App, Routing } from '../app.ts';
import { type Caller, callerOf, personOf } from '../caller.ts';
import {
  addReceiverRequestSchema,
  changeReceiverRequestSchema,
  emptyBodySchema,
  notificationsSchema,
  okSchema,
  receiverAddedSchema,
  saveDigestRequestSchema,
  testSentSchema,
} from '../contract.ts';
import { granted, httpProblem } from '../http-problem.ts';
import { definedOnly } from '../optional-fields.ts';
import { checkedId, idSchema } from '../record-id.ts';
import { leastRoles } from '../route-roles.ts';
import { checkSentBack } from '../sent-back.ts';
import { wireNotifications, wireReceiver } from '../wire-notifications.ts';

const notThere = 'There is no such receiver.';
const tags = ['Notifications'];
const done = { ok: true as const };

/** Who is told is for people to say: a key that was stolen must not have the books' news sent elsewhere. */
export function notificationRoutes(app: App, routing: Routing): void {
  const { booksFor } = routing;
  app.get(
    '/notifications',
    {
      schema: { tags, summary: 'Who is told of what, and how that went', response: { 200: notificationsSchema } },
    },
    async (request) =>
      wireNotifications(await booksFor(request).notifications(), { withAddresses: mayChange(callerOf(request)) }),
  );
  app.put(
    '/notifications/digest',
    {
      schema: {
        tags,
        summary: 'When the daily digest goes',
        body: saveDigestRequestSchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      granted(await booksFor(request).saveDigestTime(request.body.digestAt, personOf(request).who));
      return done;
    },
  );
  receiverRoutes(app, routing);
  changeRoute(app, routing);
}

/** Addresses are shown to those alone who could write them, too. */
const mayChange = (caller: Caller): boolean =>
  caller.kind === 'person' && mayAs(caller.person.role, leastRoles['PUT /notifications/receivers/:id']);

function receiverRoutes(app: App, { booksFor }: Routing): void {
  app.post(
    '/notifications/receivers',
    {
      schema: {
        tags,
        summary: 'Have somebody told: by e-mail, by a signed webhook, or in Slack',
        body: addReceiverRequestSchema,
        response: { 200: receiverAddedSchema },
      },
    },
    async (request) => {
      const { kind, ...fields } = request.body;
      const receiver = { kind, ...definedFields(fields) };
      return { id: granted(await booksFor(request).addReceiver(receiver, personOf(request).who)).id };
    },
  );
  app.delete(
    '/notifications/receivers/:id',
    {
      schema: {
        tags,
        summary: 'Tell this one nothing more; what was on its way is dropped',
        params: idSchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      granted(await booksFor(request).removeReceiver(checkedId(request.params.id, notThere), personOf(request).who));
      return done;
    },
  );
  app.post(
    '/notifications/receivers/:id/test',
    {
      schema: {
        tags,
        summary: 'Send a test message now, and say what became of it',
        params: idSchema,
        body: emptyBodySchema,
        response: { 200: testSentSchema },
      },
    },
    async (request) => {
      personOf(request);
      const { sent } = granted(await booksFor(request).testReceiver(checkedId(request.params.id, notThere)));
      return { sent: sent.ok, problem: sent.ok ? null : sent.problem };
    },
  );
}

function changeRoute(app: App, { booksFor }: Routing): void {
  app.put(
    '/notifications/receivers/:id',
    {
      schema: {
        tags,
        summary: 'Change a receiver; an address or a secret that is left out stays as it is',
        params: idSchema,
        body: changeReceiverRequestSchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      const { who } = personOf(request);
      const id = checkedId(request.params.id, notThere);
      const books = booksFor(request);
      const receiver = (await books.notifications()).receivers.find((one) => one.id === id);
      if (receiver === undefined) throw httpProblem('not-found', { detail: notThere });
      const { change, sentBack } = request.body;
      await checkSentBack(sentBack, () => wireReceiver(receiver));
      granted(await books.changeReceiver(id, { kind: receiver.kind, ...definedFields(change) }, who));
      return done;
    },
  );
}

type ReceiverFields = z.output<typeof changeReceiverRequestSchema>['change'];

const definedFields = ({ address, secret, ...fields }: ReceiverFields) => ({
  ...fields,
  ...definedOnly({ address, secret }),
});
