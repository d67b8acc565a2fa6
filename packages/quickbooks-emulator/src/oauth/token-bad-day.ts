// What meets a call of the token endpoint before it is answered: the throttle and the bad-day rules of the company
// that the token asked with belongs to.
import { throttled } from '../api/gateway-reply.ts';
import type { Emulator } from '../emulator.ts';
import type { FaultRule } from '../faults/fault-rules.ts';
import { type Call, fieldsOf, jsonReply, type Reply } from '../http/exchange.ts';
import { clientOf } from './token-endpoint.ts';

const latencyDefaultMs = 2000;

export async function tokenBadDay(emulator: Emulator, call: Call, answer: () => Promise<Reply>): Promise<Reply> {
  const { grants, companies, clock, limits } = emulator;
  const fields = fieldsOf(call);
  const realmId = fields.refresh_token
    ? grants.grantOfRefreshToken(fields.refresh_token)?.realmId
    : grants.realmOfCode(fields.code ?? '');
  const settings = realmId === undefined ? undefined : companies.get(realmId)?.settings;
  if (realmId === undefined || !settings) return answer();
  const throttle = () => throttled(settings, clock.now());
  const clientId = clientOf(call, fields)?.id ?? '';
  if (settings.limits && !limits.takeToken({ realmId, clientId })) return throttle();
  const rule = emulator.diceOf(realmId).draw('token');
  if (!rule) return answer();
  const broken = brokenReply(rule);
  switch (rule.fault) {
    case 'latency':
      return { ...(await answer()), delayMs: rule.latencyMs ?? latencyDefaultMs };
    case 'drop-before-write':
      return { status: 0, headers: {}, body: '', mischief: 'drop' };
    case 'drop-after-write':
      return { ...(await answer()), mischief: 'drop' };
    case 'error-before-write':
      return broken;
    case 'error-after-write':
    case 'ambiguous-6000':
      await answer();
      return broken;
    case 'throttle':
      return throttle();
    case 'truncate':
    case 'slow-body':
      return { ...(await answer()), mischief: rule.fault };
    case 'duplicate':
      return answer();
  }
}

/** A rule may name an error of OAuth; the user who left the company has words that were recorded. */
function brokenReply({ code, status }: FaultRule): Reply {
  if (code === undefined || /^\d/.test(code)) return jsonReply(status ?? 500, { error: 'server_error' });
  if (code !== 'user_not_in_realm') {
    return jsonReply(status ?? (code === 'invalid_client' ? 401 : 400), { error: code });
  }
  return jsonReply(status ?? 400, {
    error: 'invalid_grant',
    error_description: 'Unauthorized Request: User is not a member of the specified Realm',
    x_error_reason: code,
    x_error_reason_detail: 'The user who connected the app is not in the company any more',
  });
}
