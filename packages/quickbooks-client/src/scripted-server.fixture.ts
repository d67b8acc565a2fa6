// An HTTP server that answers as a test tells it, down to the bytes and the moment at which it hangs up.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HeardRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Reply = (response: ServerResponse, request: HeardRequest) => void;

export interface ScriptedServer {
  readonly url: string;
  readonly heard: readonly HeardRequest[];
  /** What is answered from now on, to everything. */
  reply: Reply;
  close(): Promise<void>;
}

export async function startScriptedServer(): Promise<ScriptedServer> {
  const heard: HeardRequest[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url ?? '/', 'http://localhost');
    const whole = { method: request.method ?? '', url, headers: request.headers, body };
    heard.push(whole);
    scripted.reply(response, whole);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const scripted: ScriptedServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    reply: answer(404, ''),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return scripted;
}

/** A whole answer. */
export function answer(status: number, body: string | object, headers: Record<string, string> = {}): Reply {
  return (response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { intuit_tid: '1-tid', ...headers }).end(text);
  };
}

/** Takes the request and hangs up without a word. */
export const hangUp: Reply = (response) => {
  response.socket?.destroy();
};

/** Takes the request and never answers. */
export const silence: Reply = () => {};

/** Announces more than it sends, then hangs up. */
export function truncated(body: string): Reply {
  return (response) => {
    response.writeHead(200, { 'content-length': String(body.length + 100), intuit_tid: '1-tid' });
    response.write(body, () => response.socket?.destroy());
  };
}

/** Sends the head and a part of the body, then nothing more. */
export function stalled(body: string): Reply {
  return (response) => {
    response.writeHead(200, { 'content-length': String(body.length + 100), intuit_tid: '1-tid' });
    response.write(body);
  };
}
