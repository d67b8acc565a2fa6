// Invitations by e-mail: the link goes to the person and into no log, and a mail that fails leaves it to be passed on by hand.
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMailServer, type TestMailServer, textOf } from '../notifications/mail-server.fixture.ts';
import { startTestServer, type TestServer } from './server.fixture.ts';

let mailServer: TestMailServer;
let app: TestServer;
const logged: string[] = [];

beforeAll(async () => {
  mailServer = await startMailServer({
    onRcptTo({ address }, _session, done) {
      const isFull = address.startsWith('full');
      done(isFull ? Object.assign(new Error('mailbox is full'), { responseCode: 550 }) : null);
    },
  });
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  app = await startTestServer({ mail: { smtpUrl: mailServer.url, from: 'books@example.com' }, log });
});
afterAll(async () => {
  await app?.close();
  mailServer?.close();
});

const invite = async (payload: object) =>
  (await app.person({ method: 'POST', url: '/api/v1/invitations', payload })).json() as {
    link: string;
    mailed: boolean;
    problem: string | null;
  };
const tokenOf = (link: string) => new URL(link).searchParams.get('token') ?? '';
const opens = async (link: string) =>
  (await app.server.inject({ url: `/api/v1/join?token=${tokenOf(link)}` })).json() as object;

test('it is sent to the person where that is asked for, and the link in it opens', async () => {
  const asked = { email: 'ben@example.com', role: 'bookkeeper', mail: true };
  const { link, mailed, problem } = await invite(asked);
  expect([mailed, problem]).toEqual([true, null]);
  expect(mailServer.mails).toHaveLength(1);
  const [mail = ''] = mailServer.mails;
  expect(mail).toContain('To: ben@example.com');
  expect(textOf(mail).split('\r\n')).toContain(link);
  expect(await opens(link)).toMatchObject({ email: 'ben@example.com', role: 'bookkeeper' });
});

test('without being asked for, nothing is mailed', async () => {
  const before = mailServer.mails.length;
  expect(await invite({ email: 'eve@example.com', role: 'viewer' })).toMatchObject({ mailed: false, problem: null });
  expect(mailServer.mails).toHaveLength(before);
});

test('a mail that is refused is told, and the invitation holds', async () => {
  const { link, mailed, problem } = await invite({ email: 'full@example.com', role: 'viewer', mail: true });
  expect(mailed).toBe(false);
  expect(problem).toContain('mailbox is full');
  expect(await opens(link)).toMatchObject({ email: 'full@example.com' });
});

test('the list says that mails can be sent; where no mail server is set up, it does not, and neither is one sent', async () => {
  expect((await app.person({ url: '/api/v1/users' })).json()).toMatchObject({ mails: true });
  const without = await startTestServer();
  try {
    expect((await without.person({ url: '/api/v1/users' })).json()).toMatchObject({ mails: false });
    const payload = { email: 'ben@example.com', role: 'viewer', mail: true };
    const answer = await without.person({ method: 'POST', url: '/api/v1/invitations', payload });
    expect(answer.json()).toMatchObject({
      mailed: false,
      problem: expect.stringContaining('No mail server is set up'),
    });
  } finally {
    await without.close();
  }
});

test('no link and no token is in the log or in the audit log', async () => {
  const { link } = await invite({ email: 'full@example.com', role: 'viewer', mail: true });
  await opens(link);
  const entered = (await app.person({ url: '/api/v1/audit-log' })).body;
  expect(entered).toContain('full@example.com');
  for (const text of [entered, logged.join('\n')]) {
    expect(text).not.toContain(tokenOf(link));
    expect(text).not.toContain('/join?token=');
  }
});
