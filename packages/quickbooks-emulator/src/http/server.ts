// The one HTTP server: reads a request whole, asks the room that its path belongs to, and sends or breaks the reply.

import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerApi } from '../api/gateway.ts';
import { answerControl } from '../control/control-api.ts';
import type { Emulator } from '../emulator.ts';
import { answerAuthorize } from '../oauth/authorize.ts';
import { discovery, userInfo } from '../oauth/discovery.ts';
import { publicKeys } from '../oauth/id-token.ts';
import { tokenBadDay } from '../oauth/token-bad-day.ts';
import { answerRevoke, answerToken } from '../oauth/token-endpoint.ts';
import { answerPage } from '../pages/pages.ts';
import { type Call, jsonReply, type Reply } from './exchange.ts';

/** Intuit's limit for an upload as a whole. */
const bodyBytesMax = 100 * 1024 * 1024;
const slowChunkMs = 200;

class BodyTooLargeError extends Error {
  readonly code = 'body-too-large';
}

export function createEmulatorServer(emulator: Emulator): Server {
  const refreshing = new Set<string>();
  const server = createServer((request, response) => {
    void serve(emulator, refreshing, { request, response });
  });
  server.keepAliveTimeout = 65_000;
  return server;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function serve(emulator: Emulator, refreshing: Set<string>, { request, response }: Exchange): Promise<void> {
  try {
    const call = await readCall(request);
    await send(response, await route(emulator, refreshing, call));
  } catch (error) {
    if (response.destroyed) return;
    const status = error instanceof BodyTooLargeError ? 413 : 500;
    if (status === 500) console.error(error);
    await send(response, jsonReply(status, { error: status === 413 ? 'body too large' : 'internal error' }));
  }
}

async function route(emulator: Emulator, refreshing: Set<string>, call: Call): Promise<Reply> {
  const path = call.path
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  if (path[0]?.toLowerCase() === 'v3' && path[1]?.toLowerCase() === 'company' && path[2] !== undefined) {
    return answerApi(emulator, call, { realmId: path[2], resource: path.slice(3) });
  }
  if (path[0] === 'files' && call.method === 'GET') return answerFile(emulator, path.slice(1));
  if (path[0] === '_emulator') return answerControl(emulator, call, path.slice(1));
  switch (`${call.method} /${path.join('/')}`) {
    case 'POST /oauth2/v1/tokens/bearer':
      return withTid(await tokenBadDay(emulator, call, () => answerToken(emulator, call, refreshing)));
    case 'POST /v2/oauth2/tokens/revoke':
      return withTid(answerRevoke(emulator, call));
    case 'GET /.well-known/openid_configuration':
    case 'GET /.well-known/openid_sandbox_configuration':
      return withTid(discovery(call));
    case 'GET /op/v1/jwks':
      return withTid(jsonReply(200, await publicKeys(emulator.store)));
    case 'GET /v1/openid_connect/userinfo':
      return withTid(userInfo(emulator, call));
    case 'GET /connect/oauth2':
    case 'POST /connect/oauth2':
      return withTid(answerAuthorize(emulator, call));
    default:
      return withTid(answerPage(emulator, call, path));
  }
}

/** The bytes of an attachment, at the address that it was given. */
function answerFile({ downloads, files, objects }: Emulator, path: readonly string[]): Reply {
  const file = downloads.fileAt(path);
  const bytes = file && files.get(file.realmId, file.id);
  if (!bytes) return { status: 403, headers: { 'content-type': 'text/plain' }, body: 'Request has expired' };
  const { ContentType } = objects.get({ realmId: file.realmId, type: 'Attachable', id: file.id }) ?? {};
  const headers = {
    'content-type': String(ContentType ?? 'application/octet-stream'),
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers: { ...headers, 'content-disposition': 'attachment' }, body: '', bytes };
}

function withTid(reply: Reply): Reply {
  return { ...reply, headers: { ...reply.headers, intuit_tid: `1-${randomUUID()}` } };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
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
  const bytes = Buffer.concat(chunks);
  const origin = `http://${request.headers.host ?? 'localhost'}`;
  const url = new URL(`http://localhost${request.url?.startsWith('/') ? request.url : '/'}`);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: bytes.toString('utf8'),
    bytes,
    isMalformed: !isUtf8(bytes) && !request.headers['content-type']?.startsWith('multipart/'),
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
