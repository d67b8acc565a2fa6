// The connection to QuickBooks Online and the sync.
import type { App, Routing } from '../app.ts';
import { personOf } from '../caller.ts';
import {
  callbackQuerySchema,
  connectAnswerSchema,
  connectionSchema,
  connectRequestSchema,
  emptyBodySchema,
  intuitKeysSchema,
  okSchema,
  pastEventsAnswerSchema,
  pastEventsRequestSchema,
  startSyncRequestSchema,
  syncSchema,
} from '../contract.ts';
import { granted } from '../http-problem.ts';
import { wireConnection, wireSync } from '../wire-books.ts';

const done = { ok: true as const };

export function quickbooksRoutes(app: App, routing: Routing): void {
  connection(app, routing);
  keys(app, routing);
  consent(app, routing);
  sync(app, routing);
}

function connection(app: App, { booksFor, whoOf }: Routing): void {
  app.get(
    '/connection',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: 'How the connection to QuickBooks Online stands',
        response: { 200: connectionSchema },
      },
    },
    async (request) => wireConnection(await booksFor(request).connection()),
  );
  app.post(
    '/connection/disconnect',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: 'Disconnect: events stay and wait, nothing is posted',
        body: emptyBodySchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      await booksFor(request).disconnect(whoOf(request));
      return done;
    },
  );
}

/** The same URI in both halves, as OAuth 2.0 demands (RFC 6749, 4.1.3), and at Intuit. */
const redirectUriOf = (publicUrl: string): string => `${publicUrl}/api/v1/connection/callback`;

function keys(app: App, { publicUrl, intuit }: Routing): void {
  app.get(
    '/connection/keys',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: "What has to be entered at Intuit to get keys of one's own, and which were given; never a key itself",
        response: { 200: intuitKeysSchema },
      },
    },
    async (request) => {
      personOf(request);
      return {
        environment: intuit?.environment ?? ('local' as const),
        redirectUri: redirectUriOf(publicUrl),
        webhooksUrl: `${publicUrl}/webhooks/quickbooks`,
        verifierTokenSet: intuit?.verifierTokenSet ?? false,
        publicUrl,
      };
    },
  );
}

function consent(app: App, { booksFor, publicUrl }: Routing): void {
  const redirectUri = redirectUriOf(publicUrl);
  app.post(
    '/connection/connect',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: 'Begin to connect: where the person gives consent',
        body: connectRequestSchema,
        response: { 200: connectAnswerSchema },
      },
    },
    async (request) => {
      const newBooks = request.body?.newBooks ?? false;
      return booksFor(request).connect({ redirectUri, who: personOf(request).who, newBooks });
    },
  );
  app.get(
    '/connection/callback',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: 'Where QuickBooks sends the person back to; ends at /connected',
        querystring: callbackQuerySchema,
      },
    },
    async (request, reply) => {
      const { who } = personOf(request);
      const { state, code, realmId, error } = request.query;
      const callback = { state, code: code ?? null, realmId: realmId ?? null, error: error ?? null };
      const finished = await booksFor(request).finishConnect(callback, redirectUri, who);
      const told = finished.ok
        ? ''
        : `?${new URLSearchParams({ error: finished.code, message: finished.message }).toString()}`;
      return reply.redirect(`/connected${told}`, 303);
    },
  );
}

function sync(app: App, { booksFor, whoOf }: Routing): void {
  app.get(
    '/sync',
    { schema: { tags: ['QuickBooks'], summary: 'How far the sync is', response: { 200: syncSchema } } },
    async (request) => wireSync(await booksFor(request).sync()),
  );
  app.post(
    '/sync/start',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: 'Post events from this business date on, inclusive',
        body: startSyncRequestSchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      granted(await booksFor(request).startSync(request.body.from, whoOf(request)));
      return done;
    },
  );
  app.post(
    '/sync/pause',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: 'Post nothing until started again',
        body: emptyBodySchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      granted(await booksFor(request).pauseSync(whoOf(request)));
      return done;
    },
  );
  app.post(
    '/sync/past-events',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: 'Post events from before the sync began too',
        body: pastEventsRequestSchema,
        response: { 200: pastEventsAnswerSchema },
      },
    },
    async (request) => {
      const from = request.body?.from ?? null;
      return { events: granted(await booksFor(request).syncPastEvents(from, whoOf(request))).events };
    },
  );
}
