// An app's end of webhooks: takes what comes, answers as told, and hands it over in order.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export async function startReceiver() {
  const received: Received[] = [];
  const waiting: ((one: Received) => void)[] = [];
  const statuses: number[] = [];
  const server = createServer(async (request, response) => {
    const one = { headers: request.headers, body: await text(request) };
    response.writeHead(statuses.shift() ?? 200).end();
    const taker = waiting.shift();
    if (taker) taker(one);
    else received.push(one);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    /** The next one that comes, or came and was not taken yet. */
    next: (): Promise<Received> => {
      const first = received.shift();
      return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
    },
    untaken: () => received.length,
    /** The statuses of the next answers; after them 200. */
    answerWith: (...next: number[]) => void statuses.splice(0, statuses.length, ...next),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
