// Sending over real sockets: what arrives, how it is signed, and what is said when it does not get through.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Message, MessageContent, ReceiverAddress } from '../pipeline/notification-port.ts';
import { startMailServer as startTestMailServer, textOf } from './mail-server.fixture.ts';
import { createNotifier } from './notifier.ts';
import { postWebhook } from './post-webhook.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function startReceiver(answer: (response: ServerResponse) => void) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => {
      body += piece.toString();
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=t`, received };
}

/** Speaks no protocol but what it is told to say. */
async function startTalker(talk: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startMailServer(...options: Parameters<typeof startTestMailServer>) {
  const server = await startTestMailServer(...options);
  closing.push(server.close);
  return server;
}

const now = new Date('2026-11-03T12:00:00.000Z');
const message: Message = { id: 'message-1', createdAt: now, content: { what: 'test', company: 'Harbor Goods' } };
const notifierWith = (change: { smtpUrl?: string; privateWebhooks?: boolean; mailWithinMs?: number } = {}) =>
  createNotifier({
    ...(change.mailWithinMs !== undefined && { mailWithinMs: change.mailWithinMs }),
    mail: change.smtpUrl === undefined ? null : { smtpUrl: change.smtpUrl, from: 'Tillbook <books@example.com>' },
    consoleUrl: 'https://books.example.com',
    privateWebhooks: change.privateWebhooks ?? true,
    clock: { now: () => now },
  });
const webhook = (address: string, secret: string | null = null): ReceiverAddress => ({
  kind: 'webhook',
  address,
  secret,
});

test('a webhook gets JSON under an id, signed over its time and body', async () => {
  const { url, received } = await startReceiver((response) => response.writeHead(204).end());
  expect(await notifierWith().send(message, webhook(url, 'a secret of sixteen'))).toEqual({ ok: true });
  const [{ headers, body } = { headers: {}, body: '' }] = received;
  expect(JSON.parse(body)).toEqual({
    ...{ id: 'message-1', createdAt: now.toISOString(), what: 'test', company: 'Harbor Goods' },
    consoleUrl: 'https://books.example.com',
  });
  const seconds = now.getTime() / 1000;
  const digest = createHmac('sha256', 'a secret of sixteen').update(`${seconds}.${body}`).digest('hex');
  expect(headers['tillbook-signature']).toBe(`t=${seconds},v1=${digest}`);
  expect(headers['tillbook-message-id']).toBe('message-1');
});

test('Slack gets its text, and no signature', async () => {
  const { url, received } = await startReceiver((response) => response.end('ok'));
  expect(await notifierWith().send(message, { kind: 'slack', address: url, secret: null })).toEqual({ ok: true });
  expect(JSON.parse(received[0]?.body ?? '')).toEqual({
    text: expect.stringContaining('*Test message from Tillbook (Harbor Goods)*\n'),
  });
  expect(received[0]?.headers['tillbook-signature']).toBeUndefined();
});

test.each([
  [400, false],
  [404, false],
  [410, false],
  [408, true],
  [429, true],
  [500, true],
  [503, true],
])('an answer of %i is tried again: %s', async (status, again) => {
  const { url } = await startReceiver((response) => response.writeHead(status).end('no such hook'));
  expect(await notifierWith().send(message, webhook(url))).toEqual({
    ...{ ok: false, again, problem: `It answered ${status}: no such hook` },
  });
});

test('a redirect is not followed', async () => {
  const other = await startReceiver((response) => response.end());
  const { url } = await startReceiver((response) => response.writeHead(307, { location: other.url }).end());
  expect(await notifierWith().send(message, webhook(url))).toMatchObject({ ok: false, again: false });
  expect(other.received).toEqual([]);
});

test('no answer in time, a dropped connection and nobody there are tried again, and of a long answer little is read', async () => {
  const silent = await startReceiver(() => undefined);
  const call = { headers: {}, body: '{}', privateAllowed: true };
  expect(await postWebhook({ ...call, url: silent.url, withinMs: 50 })).toMatchObject({
    ...{ ok: false, again: true, problem: expect.stringContaining('no answer within 0.05 s') },
  });
  const dropping = await startReceiver((response) => response.destroy());
  expect(await postWebhook({ ...call, url: dropping.url })).toMatchObject({ ok: false, again: true });
  expect(await postWebhook({ ...call, url: 'http://127.0.0.1:9/' })).toMatchObject({
    ...{ ok: false, again: true, problem: expect.stringContaining('ECONNREFUSED') },
  });
  const endless = await startReceiver((response) => {
    response.writeHead(500);
    const more = setInterval(() => response.write('x'.repeat(1000)), 1);
    response.once('close', () => clearInterval(more));
  });
  expect(await postWebhook({ ...call, url: endless.url })).toMatchObject({
    problem: `It answered 500: ${'x'.repeat(200)}`,
  });
});

test.each([
  ['half an answer', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'],
  ['half a head', 'HTTP/1.1 200 OK\r\ncontent-'],
  ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n'],
])('a webhook that answers with %s is tried again', async (_name, answer) => {
  const host = await startTalker((socket) => socket.once('data', () => socket.end(answer)));
  expect(await notifierWith().send(message, webhook(`http://${host}/`))).toMatchObject({ ok: false, again: true });
});

test('a private address is refused where it is typed and where it is sent to', async () => {
  const { url, received } = await startReceiver((response) => response.end());
  const strict = notifierWith({ privateWebhooks: false });
  expect(strict.refuses({ kind: 'webhook', address: url })).toContain('private network');
  expect(await strict.send(message, webhook(url))).toMatchObject({
    ok: false,
    problem: expect.stringContaining('private network'),
  });
  const named = url.replace('127.0.0.1', 'localhost');
  expect(await strict.send(message, webhook(named))).toMatchObject({
    ok: false,
    problem: expect.stringContaining('private network'),
  });
  expect(received).toEqual([]);
});

test('an e-mail arrives as text, from the address that was set up, under the id of the message', async () => {
  const { url, mails } = await startMailServer();
  const sent = await notifierWith({ smtpUrl: url }).send(message, {
    kind: 'email',
    address: 'owner@example.com',
    secret: null,
  });
  expect(sent).toEqual({ ok: true });
  expect(mails[0]).toContain('From: Tillbook <books@example.com>');
  expect(mails[0]).toContain('To: owner@example.com');
  expect(mails[0]).toContain('Message-ID: <message-1@example.com>');
  expect(mails[0]).toContain('Subject: Test message from Tillbook (Harbor Goods)');
});

test('an invitation is mailed with its link, whole and on one line', async () => {
  const { url, mails } = await startMailServer();
  const link = `https://books.example.com/join?token=${'t'.repeat(43)}`;
  const content: MessageContent = {
    what: 'invitation',
    ...{ company: 'Harbor\nGoods', role: 'bookkeeper', invitedBy: 'owner@example.com' },
    ...{ link, until: '2026-11-10T12:00:00.000Z' },
  };
  const to = { kind: 'email', address: 'ben@example.com', secret: null } as const;
  expect(await notifierWith({ smtpUrl: url }).send({ ...message, content }, to)).toEqual({ ok: true });
  const [mail = ''] = mails;
  expect(mail).toContain('To: ben@example.com');
  expect(mail).toContain('Subject: owner@example.com invites you to the books of Harbor Goods');
  expect(textOf(mail).split('\r\n')).toContain(link);
  expect(textOf(mail)).toContain('as a bookkeeper');
  expect(textOf(mail)).toContain('2026-11-10 12:00 UTC');
});

test.each([
  [550, false],
  [451, true],
])('a mail server that answers %i is tried again: %s', async (responseCode, again) => {
  const { url } = await startMailServer({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('mailbox unavailable'), { responseCode })),
  });
  const sent = await notifierWith({ smtpUrl: url }).send(message, {
    kind: 'email',
    address: 'nobody@example.com',
    secret: null,
  });
  expect(sent).toMatchObject({ ok: false, again, problem: expect.stringContaining('mailbox unavailable') });
});

test('a mail server that is away is tried again; without one nothing is, and it is said so', async () => {
  const mail: ReceiverAddress = { kind: 'email', address: 'owner@example.com', secret: null };
  expect(await notifierWith({ smtpUrl: 'smtp://127.0.0.1:9' }).send(message, mail)).toMatchObject({
    ok: false,
    again: true,
  });
  const without = notifierWith();
  expect(without.refuses(mail)).toContain('TILLBOOK_SMTP_URL');
  expect(await without.send(message, mail)).toMatchObject({ ok: false, again: false });
});

test('a mail server that is never done is given up, however often it says a little', async () => {
  const host = await startTalker((socket) => {
    const more = setInterval(() => socket.write('220-one moment\r\n'), 5);
    socket.once('close', () => clearInterval(more));
  });
  const mail: ReceiverAddress = { kind: 'email', address: 'owner@example.com', secret: null };
  expect(await notifierWith({ smtpUrl: `smtp://${host}`, mailWithinMs: 100 }).send(message, mail)).toEqual({
    ...{ ok: false, again: true, problem: 'The mail server says: not finished within 0.1 s' },
  });
});

test('an e-mail address is one address', () => {
  const notifier = notifierWith({ smtpUrl: 'smtp://127.0.0.1:9' });
  const refuses = (address: string) => notifier.refuses({ kind: 'email', address });
  expect(refuses('owner@example.com')).toBeNull();
  for (const address of ['a@b.c, d@e.f', 'a@b.c\r\nBcc: d@e.f', 'nobody', '@', '<a@b.c>'])
    expect(refuses(address)).not.toBeNull();
});
