// A password is taken as it is typed or sent, and is not shown.
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readPassword } from './read-password.ts';

const piped = (sent: string) =>
  readPassword('Password', { input: Readable.from([Buffer.from(sent)]), output: new PassThrough() });

test.each([
  ['correct horse\n', 'correct horse'],
  ['correct horse\r\n', 'correct horse'],
  [' correct horse ', ' correct horse '],
  ['', ''],
])('over standard input %j is %j', async (sent, password) => {
  expect(await piped(sent)).toBe(password);
});

test('more than a line over standard input is refused: no page could be told it', async () => {
  await expect(piped('correct horse\ncorrect horse\n')).rejects.toMatchObject({ code: 'refused' });
});

/** Types each answer once it is asked for; ends with what was shown. */
async function atTerminal(answers: readonly string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true as const });
  const output = new PassThrough();
  const left = [...answers];
  let shown = '';
  output.on('data', (piece: Buffer) => {
    shown += piece.toString();
    if (piece.toString().endsWith(': ')) input.write(left.shift() ?? '');
  });
  const password = await readPassword('Password', { input, output }).catch((error: Error) => error);
  return { password, shown };
}

describe('at a terminal', () => {
  test('it is asked for twice, and never shown', async () => {
    expect(await atTerminal(['correct horse\r', 'correct horse\r'])).toEqual({
      password: 'correct horse',
      shown: 'Password: \nThe same once more: \n',
    });
  });

  test('another one the second time is refused', async () => {
    const { password } = await atTerminal(['correct horse\r', 'correct house\r']);
    expect(password).toMatchObject({ code: 'refused' });
  });

  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s gives none', async (_name, key) => {
    const { password } = await atTerminal([key]);
    expect(password).toMatchObject({ code: 'refused' });
  });
});
