// Bad-day rules for the token endpoint: those of the company that the token asked with belongs to.
import { throttled } from '../api/gateway-reply.ts';
import { pacificTime } from '../clock.ts';
import type { Emulator } from '../emulator.ts';
import { type Call, fieldsOf, jsonReply, type Reply } from '../http/exchange.ts';

const latencyDefaultMs = 2000;

export async function tokenBadDay(emulator: Emulator, call: Call, answer: () => Promise<Reply>): Promise<Reply> {
  const { grants, companies, clock } = emulator;
  const fields = fieldsOf(call);
  const realmId = fields.refresh_token
    ? grants.grantOfRefreshToken(fields.refresh_token)?.realmId
    : grants.realmOfCode(fields.code ?? '');
  const rule = realmId === undefined ? null : emulator.diceOf(realmId).draw('token');
  if (!rule || realmId === undefined) return answer();
  const broken = jsonReply(rule.status ?? 500, { error: 'server_error' });
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
      return throttled(companies.get(realmId)?.settings.throttleBody ?? 'json', clock.now(), pacificTime(clock.now()));
    case 'truncate':
    case 'slow-body':
      return { ...(await answer()), mischief: rule.fault };
  }
}
