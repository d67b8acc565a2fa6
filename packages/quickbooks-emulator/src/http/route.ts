// Which room a path belongs to: Intuit's paths, the control API, and the pages, all on the one host.
import { randomUUID } from 'node:crypto';
import { answerApi } from '../api/gateway.ts';
import { answerControl } from '../control/control-api.ts';
import type { Emulator } from '../emulator.ts';
import { answerAuthorize } from '../oauth/authorize.ts';
import { discovery, userInfo } from '../oauth/discovery.ts';
import { publicKeys } from '../oauth/id-token.ts';
import { tokenBadDay } from '../oauth/token-bad-day.ts';
import { answerRevoke, answerToken, type Refreshing } from '../oauth/token-endpoint.ts';
import { answerPage } from '../pages/pages.ts';
import { type Call, jsonReply, type Reply } from './exchange.ts';

export type Route = (call: Call) => Promise<Reply>;

export function createRouter(emulator: Emulator): Route {
  const refreshing: Refreshing = new Map();
  return (call) => route(emulator, refreshing, call);
}

async function route(emulator: Emulator, refreshing: Refreshing, call: Call): Promise<Reply> {
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
