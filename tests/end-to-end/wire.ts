// A wire between the program and the local QuickBooks that passes everything on, and at which a test listens.
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { freePort } from './app.ts';

export interface Wire {
  readonly port: number;
  close(): void;
}

/** `onCall` hears of each call once it has begun; what it answers is called once the call has ended. */
export async function listenOnTheWire(
  quickbooksUrl: string,
  onCall: (call: IncomingMessage) => (() => void) | undefined,
): Promise<Wire> {
  const { hostname, port: quickbooksPort } = new URL(quickbooksUrl);
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const ended = onCall(incoming);
    outgoing.on('close', () => ended?.());
    const onward = request({ hostname, port: quickbooksPort, method, headers, path: url }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  const port = await freePort();
  server.listen(port);
  await once(server, 'listening');
  return {
    port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
