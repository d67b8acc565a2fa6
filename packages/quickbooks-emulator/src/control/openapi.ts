// The control API described in OpenAPI 3.1, for scripts and for people who look for what there is.

import { settingWords } from '../company/setting-words.ts';
import { defaultSettings, type Settings, settingChoices } from '../company/settings.ts';
import { faultKinds, tokenErrors } from '../faults/fault-rules.ts';
import { templates } from '../templates/templates.ts';
import { formats } from '../webhooks/messages.ts';
import { accountantActs } from './accountant.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const answers = (description: string, schema: object = { type: 'object' }) => ({
  200: { description, ...json(schema) },
});
const realm = [{ name: 'realmId', in: 'path', required: true, schema: { type: 'string' } }];
const text = { type: 'string' };

const faultRule = {
  type: 'object',
  required: ['call', 'fault'],
  properties: {
    call: {
      type: 'string',
      description: '`*`, `token`, `webhook`, or the name of a call: journalentry, account, batch, query …',
    },
    fault: { enum: faultKinds },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: {
      type: 'string',
      pattern: `^([0-9]{3,5}|${tokenErrors.join('|')})$`,
      description: 'the code of the fault, without it 10000; for a token, an error of OAuth or user_not_in_realm',
    },
    containing: { type: 'string', minLength: 1, description: 'it meets only what has this text in its body' },
    probability: { type: 'number', minimum: 0, maximum: 1 },
    times: { type: 'integer', minimum: 0 },
    seed: { type: 'integer', minimum: 0 },
    latencyMs: { type: 'integer', minimum: 0 },
    skip: { type: 'integer', minimum: 0, description: 'so many calls that it would meet pass first' },
    forMs: { type: 'integer', minimum: 0, description: 'it ends so long after it was put, by the virtual clock' },
  },
};
const rules = { type: 'array', items: faultRule };
const settings = {
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(defaultSettings).map(([name, value]) => {
      const choices = settingChoices[name as keyof Settings];
      const description = settingWords[name as keyof Settings];
      return [name, { default: value, description, ...(choices ? { enum: choices } : {}) }];
    }),
  ),
};
const newCompany = { type: 'object', properties: { template: { enum: templates }, name: text, settings } };
const clock = {
  type: 'object',
  properties: {
    now: { type: 'string', format: 'date-time' },
    advanceMs: { type: 'number' },
    stopped: { type: 'boolean' },
  },
};

const subscriptions = {
  type: 'array',
  items: {
    type: 'object',
    required: ['url', 'verifierToken'],
    properties: {
      url: { type: 'string', format: 'uri' },
      verifierToken: text,
      format: { enum: formats, default: 'classic' },
      clientId: { type: ['string', 'null'], description: 'told only while this app is connected' },
      entities: { type: ['array', 'null'], items: text },
    },
  },
};

const accountant = {
  type: 'object',
  required: ['does', 'id'],
  properties: {
    does: { enum: accountantActs },
    entity: { type: 'string', default: 'JournalEntry' },
    id: text,
    change: { type: 'object', description: 'the fields that an edit changes; without it, the memo' },
    into: { type: 'string', description: 'the id of the account that one is merged into' },
  },
};

const apps = {
  type: 'object',
  properties: {
    apps: {
      type: 'array',
      items: {
        type: 'object',
        required: ['clientId'],
        properties: {
          clientId: text,
          clientSecret: { type: ['string', 'null'], description: 'null, the default, takes any' },
          redirectUris: { type: 'array', items: text, description: 'exactly these; none takes any of this machine' },
          meteredPerMonth: {
            type: ['integer', 'null'],
            description: 'reads over it are refused until the next month: 500000 in the tier Builder; null counts none',
          },
        },
      },
    },
    others: { enum: ['welcome', 'refused'], default: 'welcome', description: 'apps that are not registered' },
    invalidClientStatus: { enum: [400, 401], default: 401, description: 'unconfirmed: the status of invalid_client' },
  },
};

const company = (path: string, operations: Record<string, object>) => ({
  [`/_emulator/companies/{realmId}${path}`]: { parameters: realm, ...operations },
});

export const controlOpenApi = {
  openapi: '3.1.0',
  info: {
    title: 'QuickBooks emulator: control',
    version: '1',
    description: 'Intuit has nothing of this; it lies apart from its paths.',
  },
  paths: {
    '/_emulator/companies': {
      get: { summary: 'The companies', responses: answers('all of them') },
      post: { summary: 'Make a company', requestBody: json(newCompany), responses: answers('its realm id') },
    },
    ...company('', {
      get: { summary: 'One company', responses: answers('it') },
      delete: { summary: 'Remove it', responses: answers('gone') },
    }),
    ...company('/tokens', {
      post: {
        summary: 'A token pair without the consent page',
        requestBody: json({ type: 'object', properties: { client_id: text, scope: text } }),
        responses: answers('access_token and refresh_token'),
      },
    }),
    ...company('/tokens/expire', {
      post: {
        summary: 'All access tokens run out, or all refresh tokens',
        requestBody: json({
          type: 'object',
          properties: { token: { enum: ['access', 'refresh'], default: 'access' } },
        }),
        responses: answers('done'),
      },
    }),
    ...company('/tokens/rotate', {
      post: { summary: 'The next refresh gives a new refresh token', responses: answers('done') },
    }),
    ...company('/request-ids/forget', {
      post: {
        summary: 'Request ids are no longer known: repeated, they are requests of their own',
        requestBody: json({ type: 'object', properties: { olderThanMs: { type: 'integer', minimum: 0, default: 0 } } }),
        responses: answers('done'),
      },
    }),
    ...company('/accountant', {
      post: {
        summary: 'An accountant does something in the books, past the API',
        requestBody: json(accountant),
        responses: answers('the object as it is now'),
      },
    }),
    ...company('/tokens/revoke', { post: { summary: 'The connection is revoked', responses: answers('done') } }),
    ...company('/faults', {
      get: { summary: 'The bad-day rules', responses: answers('rules', rules) },
      put: {
        summary: 'Replace the bad-day rules; [] clears',
        requestBody: json(rules),
        responses: answers('rules', rules),
      },
    }),
    ...company('/settings', {
      get: { summary: 'The settings', responses: answers('settings', settings) },
      put: { summary: 'Change the ones given', requestBody: json(settings), responses: answers('settings', settings) },
    }),
    ...company('/calls', { get: { summary: 'Counters and the last calls', responses: answers('counters and calls') } }),
    ...company('/webhooks', {
      get: { summary: 'Where changes are told', responses: answers('subscriptions', subscriptions) },
      put: {
        summary: 'Replace the subscriptions; [] ends them',
        requestBody: json(subscriptions),
        responses: answers('subscriptions', subscriptions),
      },
    }),
    ...company('/webhooks/deliveries', {
      get: { summary: 'The last webhooks, each with its attempts', responses: answers('deliveries, newest first') },
      post: {
        summary: 'Send one again',
        requestBody: json({ type: 'object', required: ['id'], properties: { id: { type: 'integer' } } }),
        responses: answers('done'),
      },
    }),
    ...company('/snapshot', {
      get: { summary: 'The whole company', responses: answers('a snapshot') },
      put: {
        summary: 'Put a snapshot in its place',
        requestBody: json({ type: 'object' }),
        responses: answers('its realm id'),
      },
    }),
    '/_emulator/apps': {
      get: {
        summary: 'The registered apps, and what this month has been metered of each',
        responses: answers('the apps', apps),
      },
      put: {
        summary: 'Register apps in place of those before; {} registers none, and any client will do',
        requestBody: json(apps),
        responses: answers('the apps', apps),
      },
    },
    '/_emulator/clock': {
      get: { summary: 'The time here', responses: answers('now') },
      put: {
        summary: 'Set, move or stop the time; {} is real time',
        requestBody: json(clock),
        responses: answers('now'),
      },
    },
  },
};
