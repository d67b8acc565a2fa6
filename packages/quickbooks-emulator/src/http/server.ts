// The one HTTP server: reads a request whole, asks the room that its path belongs to, and sends or breaks the reply.

import { isUtf8 } from 'node:buffer';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Emulator } from '../emulator.ts';
import { inflated } from './content-encoding.ts';
import { type Call, jsonReply, type Reply } from './exchange.ts';
import { createRouter, type Route } from './route.ts';

/** Intuit's limit for an upload as a whole. */
const bodyBytesMax = 100 * 1024 * 1024;
const slowChunkMs = 200;

class BodyTooLargeError extends Error {
  readonly code = 'body-too-large';
}

export function createEmulatorServer(emulator: Emulator): Server {
  const route = createRouter(emulator);
  const server = createServer((request, response) => {
    void serve(route, { request, response });
  });
  server.keepAliveTimeout = 65_000;
  return server;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function serve(route: Route, { request, response }: Exchange): Promise<void> {
  try {
    const call = await readCall(request);
    await send(response, await route(call));
  } catch (error) {
    if (response.destroyed) return;
    const status = error instanceof BodyTooLargeError ? 413 : 500;
    if (status === 500) console.error(error);
    await send(response, jsonReply(status, { error: status === 413 ? 'body too large' : 'internal error' }));
  }
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > bodyBytesMax) throw new BodyTooLargeError();
    chunks.push(chunk as Buffer);
  }
  const plain = inflated(Buffer.concat(chunks), request.headers['content-encoding'], bodyBytesMax);
  const bytes = plain ?? Buffer.concat(chunks);
  const origin = `http://${request.headers.host ?? 'localhost'}`;
  const url = new URL(`http://localhost${request.url?.startsWith('/') ? request.url : '/'}`);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: bytes.toString('utf8'),
    bytes,
    isMalformed: !plain || (!isUtf8(bytes) && !request.headers['content-type']?.startsWith('multipart/')),
    origin,
  };
}

async function send(response: ServerResponse, reply: Reply): Promise<void> {
  if (reply.delayMs) await new Promise((resolve) => setTimeout(resolve, reply.delayMs).unref());
  const body = reply.bytes ?? Buffer.from(reply.body, 'utf8');
  const headers = { ...reply.headers, 'content-length': String(body.length) };
  switch (reply.mischief) {
    case 'drop':
      response.socket?.destroy();
      return;
    case 'truncate':
      response.writeHead(reply.status, headers);
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
      return;
    case 'slow-body':
      response.writeHead(reply.status, headers);
      await sendSlowly(response, body);
      return;
    case undefined:
      response.writeHead(reply.status, headers);
      response.end(body);
  }
}

async function sendSlowly(response: ServerResponse, body: Buffer): Promise<void> {
  const chunkLength = Math.max(1, Math.ceil(body.length / 10));
  for (let from = 0; from < body.length && !response.destroyed; from += chunkLength) {
    response.write(body.subarray(from, from + chunkLength));
    await new Promise((resolve) => setTimeout(resolve, slowChunkMs));
  }
  response.end();
}
