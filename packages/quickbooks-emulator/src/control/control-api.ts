// The control API under /_emulator: companies, tokens, bad days, settings, snapshots and the clock.
import { changeSettings, type Problem } from '../company/settings.ts';
import type { Emulator } from '../emulator.ts';
import { parseFaultRules } from '../faults/fault-rules.ts';
import { type Call, jsonReply, type Reply } from '../http/exchange.ts';
import { parseAppRules } from '../oauth/apps.ts';
import { createCompany, type Template, templates } from '../templates/templates.ts';
import { parseSubscriptions } from '../webhooks/subscriptions.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { accountantDoes } from './accountant.ts';
import { controlOpenApi } from './openapi.ts';
import { isSnapshot, putSnapshot, takeSnapshot } from './snapshot.ts';

export function answerControl(emulator: Emulator, call: Call, path: readonly string[]): Reply {
  const body = readBody(call);
  if (body === unreadable) return invalid({ field: '', value: call.body.slice(0, 200), rule: 'is JSON' });
  const [first, realmId, ...rest] = path;
  if (first === 'openapi.json' && call.method === 'GET') return jsonReply(200, controlOpenApi);
  if (first === 'clock' && path.length === 1) return answerClock(emulator, call, body);
  if (first === 'apps' && path.length === 1) return answerApps(emulator, call, body);
  if (first !== 'companies') return problem(404, 'there is no such control call; see /_emulator/openapi.json');
  if (realmId === undefined) return answerCompanies(emulator, call, body);
  const company = emulator.companies.get(realmId);
  const action = `${call.method} ${rest.join('/')}`.trim();
  if (!company && action !== 'PUT snapshot') return problem(404, `there is no company ${realmId}`);
  return answerCompany(emulator, { realmId, action, body });
}

const unreadable = Symbol('unreadable');

function readBody(call: Call): unknown {
  if (call.body.trim() === '') return {};
  try {
    return JSON.parse(call.body);
  } catch {
    return unreadable;
  }
}

function problem(status: number, rule: string): Reply {
  return jsonReply(status, { problems: [{ field: '', value: null, rule }] });
}

/** Every field that is wrong, with what was given and the rule it breaks. */
function invalid(...problems: readonly Problem[]): Reply {
  return jsonReply(400, { problems });
}

function fieldsOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
}

function answerClock({ clock, webhooks }: Emulator, call: Call, body: unknown): Reply {
  if (call.method === 'PUT') {
    const given = fieldsOf(body);
    const problems = clockProblems(given);
    if (problems.length > 0) return invalid(...problems);
    if (Object.keys(given).length === 0) clock.reset();
    if (given.stopped !== undefined) clock.stop(given.stopped === true);
    if (given.now !== undefined) clock.set(Date.parse(String(given.now)));
    if (given.advanceMs !== undefined) clock.advance(Number(given.advanceMs));
    webhooks.wake();
  }
  return jsonReply(200, { now: new Date(clock.now()).toISOString(), stopped: clock.isStopped });
}

/** The registered apps, each with what this month has been metered of it. */
function answerApps({ apps }: Emulator, call: Call, body: unknown): Reply {
  if (call.method === 'PUT') {
    const parsed = parseAppRules(body);
    if (!parsed.ok) return invalid(...parsed.problems);
    apps.put(parsed.rules);
  } else if (call.method !== 'GET') return problem(405, 'GET or PUT');
  const { apps: registered, ...rules } = apps.rules();
  return jsonReply(200, {
    ...rules,
    apps: registered.map((app) => ({ ...app, meteredThisMonth: apps.metered(app.clientId) })),
  });
}

function clockProblems({ now, advanceMs, stopped, ...unknown }: Record<string, unknown>): readonly Problem[] {
  const rules: readonly (readonly [string, unknown, boolean, string])[] = [
    [
      'now',
      now,
      typeof now === 'string' && !Number.isNaN(Date.parse(now)),
      'is a date and time such as 2026-11-03T10:00:00Z',
    ],
    ['advanceMs', advanceMs, Number.isFinite(advanceMs), 'is a number of milliseconds'],
    ['stopped', stopped, typeof stopped === 'boolean', 'is true or false'],
  ];
  const broken = rules.filter(([, value, holds]) => value !== undefined && !holds);
  return [
    ...broken.map(([field, value, , rule]) => ({ field, value, rule })),
    ...Object.entries(unknown).map(([field, value]) => ({ field, value, rule: 'is no field of the clock' })),
  ];
}

function answerCompanies(emulator: Emulator, call: Call, body: unknown): Reply {
  if (call.method === 'GET') {
    const companies = emulator.companies
      .list()
      .map(({ realmId, name, template, settings }) => ({ realmId, name, template, settings }));
    return jsonReply(200, { companies });
  }
  if (call.method !== 'POST') return problem(405, 'GET or POST');
  const { template = 'empty', name, settings = {} } = fieldsOf(body);
  const known = templates.find((candidate): candidate is Template => candidate === template);
  if (!known) return invalid({ field: 'template', value: template, rule: `is one of ${templates.join(', ')}` });
  if (name !== undefined && (typeof name !== 'string' || name.trim() === '')) {
    return invalid({ field: 'name', value: name, rule: 'is a text' });
  }
  const { defaults, problems } = settingsOf(settings);
  if (problems.length > 0) return invalid(...problems);
  const { realmId } = createCompany(emulator, { template: known, name, settings: defaults });
  return jsonReply(200, { realmId });
}

function settingsOf(given: unknown): { defaults: Record<string, unknown>; problems: readonly Problem[] } {
  const change = fieldsOf(given);
  const changed = changeSettings({} as never, change);
  return { defaults: change, problems: changed.ok ? [] : changed.problems };
}

interface CompanyCall {
  readonly realmId: string;
  readonly action: string;
  readonly body: unknown;
}

function answerCompany(emulator: Emulator, { realmId, action, body }: CompanyCall): Reply {
  const { companies, callLog } = emulator;
  switch (action) {
    case 'GET': {
      const company = companies.get(realmId);
      return jsonReply(200, { realmId, name: company?.name, template: company?.template, settings: company?.settings });
    }
    case 'DELETE':
      emulator.store.transaction(() => companies.remove(realmId));
      emulator.objects.forget();
      emulator.webhooks.forget();
      callLog.forget(realmId);
      emulator.forgetDice(realmId);
      return jsonReply(200, {});
    case 'POST accountant':
      return answerAccountant(emulator, realmId, fieldsOf(body));
    case 'GET faults':
      return jsonReply(200, companies.get(realmId)?.faultRules ?? []);
    case 'PUT faults': {
      const parsed = parseFaultRules(body);
      if (!parsed.ok) return invalid(...parsed.problems);
      companies.changeFaultRules(realmId, parsed.rules);
      emulator.forgetDice(realmId);
      return jsonReply(200, parsed.rules);
    }
    case 'GET settings':
      return jsonReply(200, companies.get(realmId)?.settings ?? {});
    case 'PUT settings':
      return putSettings(emulator, realmId, body);
    case 'GET calls':
      return jsonReply(200, callLog.of(realmId));
    case 'GET snapshot':
      return jsonReply(200, takeSnapshot(emulator, realmId));
    case 'PUT snapshot':
      if (!isSnapshot(body)) return invalid({ field: '', value: null, rule: 'is a snapshot taken here' });
      putSnapshot(emulator, realmId, body);
      return jsonReply(200, { realmId });
    default:
      return answerTokens(emulator, { realmId, action, body });
  }
}

function answerTokens(emulator: Emulator, { realmId, action, body }: CompanyCall): Reply {
  const { grants } = emulator;
  switch (action) {
    case 'POST tokens':
      return issueTokens(emulator, realmId, fieldsOf(body));
    case 'POST tokens/expire': {
      const { token = 'access' } = fieldsOf(body);
      if (token !== 'access' && token !== 'refresh') {
        return invalid({ field: 'token', value: token, rule: 'is access or refresh' });
      }
      if (token === 'access') grants.expireAccessTokens(realmId);
      else grants.expireRefreshTokens(realmId);
      return jsonReply(200, {});
    }
    case 'POST tokens/revoke':
      grants.revokeCompany(realmId);
      return jsonReply(200, {});
    case 'POST tokens/rotate':
      grants.rotateRefreshTokens(realmId);
      return jsonReply(200, {});
    case 'POST request-ids/forget':
      return forgetRequestIds(emulator, realmId, fieldsOf(body));
    default:
      return answerWebhooks(emulator, { realmId, action, body });
  }
}

/** Nobody knows how long Intuit remembers them. */
function forgetRequestIds(
  { store, clock }: Emulator,
  realmId: string,
  { olderThanMs = 0 }: Record<string, unknown>,
): Reply {
  if (typeof olderThanMs !== 'number' || olderThanMs < 0) {
    return invalid({ field: 'olderThanMs', value: olderThanMs, rule: 'is a number of milliseconds' });
  }
  const before = clock.now() - olderThanMs;
  store.run('DELETE FROM replies WHERE realm_id = ? AND answered_at <= ?', realmId, before);
  return jsonReply(200, {});
}

function answerWebhooks({ webhooks }: Emulator, { realmId, action, body }: CompanyCall): Reply {
  switch (action) {
    case 'GET webhooks':
      return jsonReply(200, webhooks.subscriptionsOf(realmId));
    case 'PUT webhooks': {
      const parsed = parseSubscriptions(body);
      if (!parsed.ok) return invalid(...parsed.problems);
      webhooks.putSubscriptions(realmId, parsed.subscriptions);
      return jsonReply(200, parsed.subscriptions);
    }
    case 'GET webhooks/deliveries':
      return jsonReply(200, deliveriesOf(webhooks, realmId));
    case 'POST webhooks/deliveries': {
      const { id } = fieldsOf(body);
      if (webhooks.sendAgain(realmId, Number(id))) return jsonReply(200, {});
      return invalid({ field: 'id', value: id, rule: 'is the id of a delivery of this company' });
    }
    default:
      return problem(404, 'there is no such control call; see /_emulator/openapi.json');
  }
}

function deliveriesOf(webhooks: Webhooks, realmId: string): object {
  const deliveries = webhooks.deliveriesOf(realmId).map(({ id, url, state, attempts, ...delivery }) => ({
    id,
    url,
    state,
    createdAt: new Date(delivery.createdAt).toISOString(),
    dueAt: state === 'waiting' ? new Date(delivery.dueAt).toISOString() : null,
    attempts,
    body: JSON.parse(delivery.body) as unknown,
  }));
  return { deliveries };
}

function answerAccountant(emulator: Emulator, realmId: string, given: Record<string, unknown>): Reply {
  const company = emulator.companies.get(realmId);
  if (!company) return problem(404, `there is no company ${realmId}`);
  const outcome = accountantDoes(emulator, company, given);
  return outcome.ok ? jsonReply(200, outcome.object) : invalid(outcome.problem);
}

function putSettings({ companies }: Emulator, realmId: string, body: unknown): Reply {
  const company = companies.get(realmId);
  if (!company) return problem(404, `there is no company ${realmId}`);
  if (Array.isArray(body)) return invalid({ field: '', value: body, rule: 'is an object of settings' });
  const changed = changeSettings(company.settings, fieldsOf(body));
  if (!changed.ok) return invalid(...changed.problems);
  companies.changeSettings(realmId, changed.settings);
  return jsonReply(200, changed.settings);
}

function issueTokens({ store, grants }: Emulator, realmId: string, fields: Record<string, unknown>): Reply {
  const { client_id, scope = 'com.intuit.quickbooks.accounting' } = fields;
  const clientId = typeof client_id === 'string' && client_id !== '' ? client_id : 'local';
  const tokens = store.transaction(() => grants.connect(realmId, clientId, String(scope)));
  return jsonReply(200, { access_token: tokens.accessToken, refresh_token: tokens.refreshToken });
}
