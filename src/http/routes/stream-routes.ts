// The live stream of the console (Server-Sent Events): which kinds of things have changed, never what is in them.
import type { App, Routing } from '../app.ts';
import { personOf } from '../caller.ts';
import { httpProblem } from '../http-problem.ts';
import { liveStreams } from '../live-streams.ts';

export function streamRoutes(app: App, { auth, news }: Routing): void {
  const streams = liveStreams(news);
  // Before the server waits for its connections: these would never end by themselves.
  app.addHook('preClose', async () => streams.endAll());
  app.get(
    '/stream',
    {
      schema: {
        tags: ['Company'],
        summary: 'Server-Sent Events for the console: `event: news` names the kinds of things to read again',
        description:
          'By session cookie alone. `open`: from here on everything is told, so read all that is shown. ' +
          '`news`: `{"kinds":["alerts","events",…]}`, at most once a second. `deaf`: nothing can be told for now, so ask by yourself. ' +
          '`over`: the session has ended. A comment comes every 20 seconds. Nothing is repeated: whoever connects again reads everything again.',
      },
    },
    async (request, reply) => {
      const { companyId, person } = personOf(request);
      if (!streams.hasRoom(person.userId)) throw httpProblem('too-many-streams');
      const { cookie } = request.headers;
      reply.hijack();
      const response = reply.raw;
      response.writeHead(200, {
        ...reply.getHeaders(),
        'content-type': 'text/event-stream; charset=utf-8',
        // Proxies in front must neither keep back nor change what comes piece by piece (nginx heeds the second).
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      } as Record<string, string>);
      streams.open({
        ...{ userId: person.userId, companyId, response },
        isAllowed: async () => (await auth.personOf(cookie, { anew: true }))?.companyIds.includes(companyId) ?? false,
      });
    },
  );
}
