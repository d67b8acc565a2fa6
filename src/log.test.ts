// A log is copied into tickets and mails: no token, key or password may be in it.
import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function logged(fields: object): string {
  const lines: string[] = [];
  createLog({ logLevel: 'info' }, { stream: { write: (line) => lines.push(line) } }).info(fields, 'said');
  return lines.join('');
}

test.each([
  { accessToken: 'sesame' },
  { tokens: { refreshToken: 'sesame' } },
  { connection: { tokens: { access_token: 'sesame' } } },
  { req: { headers: { authorization: 'Bearer sesame', cookie: 'sesame' } } },
  { res: { headers: { 'set-cookie': 'sesame' } } },
  { owner: { email: 'a@example.com', password: 'sesame' } },
])('hides the secret in %j', (fields) => {
  expect(logged(fields)).not.toContain('sesame');
  expect(logged(fields)).toContain('[hidden]');
});

test('says the level in words and the time in ISO form', () => {
  expect(JSON.parse(logged({ realmId: '1' }))).toMatchObject({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    realmId: '1',
    msg: 'said',
  });
});

test('a quiet log keeps warnings', () => {
  const lines: string[] = [];
  const log = createLog({ logLevel: null }, { quiet: true, stream: { write: (line) => lines.push(line) } });
  log.info('not said');
  log.warn('said');
  expect(lines).toHaveLength(1);
});
