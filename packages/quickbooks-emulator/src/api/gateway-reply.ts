// Answers of the gateway before the service is reached: 401, 403 and 429, in the gateway's own envelopes.
import { pacificTime } from '../clock.ts';
import type { Settings } from '../company/settings.ts';
import type { Reply } from '../http/exchange.ts';
import { escapeMarkup } from '../pages/html.ts';
import type { ApiObject } from '../store/objects.ts';

const json = { 'content-type': 'application/json;charset=utf-8' };

/** The lower-case envelope, with every empty member that Intuit sends along. */
function lowerCaseBody(error: { message: string; detail: string; code: string }, type: string, now: number): string {
  return JSON.stringify({
    warnings: null,
    intuitObject: null,
    fault: { error: [{ ...error, element: null }], type },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: now,
    status: null,
    cdcresponse: [],
  });
}

/** The members that the service's envelope has, of an answer in either; XML knows only that one. */
export function serviceMembers(members: ApiObject, now: number): ApiObject {
  if (!('warnings' in members)) return members;
  const { error, type } = members.fault as { error: { message: string; detail: string; code: string }[]; type: string };
  const errors = error.map(({ message, detail, code }) => ({ Message: message, Detail: detail, code }));
  return { Fault: { Error: errors, type }, time: pacificTime(now) };
}

export function unauthenticated(detail: string, now: number): Reply {
  const error = { message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401', detail, code: '3200' };
  return {
    status: 401,
    headers: { ...json, 'www-authenticate': 'Bearer realm="Intuit", error="invalid_token"' },
    body: lowerCaseBody(error, 'AUTHENTICATION', now),
  };
}

export function forbidden(now: number): Reply {
  const message = 'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403';
  const error = { message, detail: 'Application is not authorized for this company', code: '3100' };
  return { status: 403, headers: json, body: lowerCaseBody(error, 'AUTHORIZATION', now) };
}

const throttleMessage = 'message=ThrottleExceeded; errorCode=003001; statusCode=429';
const throttleDetail = 'The request limit was reached.  Try again later';

/** Intuit documents no Retry-After, and none was seen. */
export function throttled({ throttleBody, retryAfterSeconds }: Settings, now: number): Reply {
  const reply = throttledIn(throttleBody, now);
  if (retryAfterSeconds === 0) return reply;
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(retryAfterSeconds) } };
}

export function emptyToken(now: number): Reply {
  const error = {
    message: 'message=EmptyField; errorCode=003202; statusCode=401',
    detail: 'The oauth token is empty',
    code: '3202',
  };
  return { status: 401, headers: json, body: lowerCaseBody(error, 'AUTHENTICATION', now) };
}

function throttledIn(shape: Settings['throttleBody'], now: number): Reply {
  const time = pacificTime(now);
  switch (shape) {
    case 'json': {
      const errors = [{ Message: throttleMessage, Detail: throttleDetail, code: '3001' }];
      return { status: 429, headers: json, body: JSON.stringify({ Fault: { Error: errors, type: 'SERVICE' }, time }) };
    }
    case 'json-lower': {
      const error = { message: throttleMessage, detail: throttleDetail, code: '3001' };
      return { status: 429, headers: json, body: lowerCaseBody(error, 'SERVICE', now) };
    }
    case 'xml':
      return {
        status: 429,
        headers: { 'content-type': 'application/xml' },
        body: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><IntuitResponse time="${escapeMarkup(time)}" xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001"><Message>${throttleMessage}</Message><Detail>${throttleDetail}</Detail></Error></Fault></IntuitResponse>`,
      };
  }
}
