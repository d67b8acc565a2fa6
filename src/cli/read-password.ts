// A password from whoever starts a command: typed without being shown, or over standard input. Never an argument, which all on the machine see.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CommandError } from './command-error.ts';

export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

export async function readPassword(prompt: string, { input, output }: Terminal): Promise<string> {
  if (input.isTTY !== true) return onlyLine(await text(input));
  const password = await typed(`${prompt}: `, { input, output });
  if ((await typed('The same once more: ', { input, output })) === password) return password;
  throw new CommandError('refused', 'The two are not the same. Nothing was changed.');
}

/** A page takes one line: another one after it would be a password that nobody can type there. */
function onlyLine(sent: string): string {
  const [line = '', ...others] = sent.replace(/\r?\n$/, '').split(/\r?\n/);
  if (others.length === 0) return line;
  throw new CommandError('refused', 'The password is one line. Nothing was changed.');
}

const nowhere = () => new Writable({ write: (_piece, _encoding, done) => done() });

async function typed(question: string, { input, output }: Terminal): Promise<string> {
  const lines = createInterface({ input, output: nowhere(), terminal: true });
  const closed = once(lines, 'close').then(() => null);
  const line = once(lines, 'line').then(([answer]) => String(answer));
  output.write(question);
  try {
    const answer = await Promise.race([line, closed]);
    if (answer === null) throw new CommandError('refused', 'No password was given. Nothing was changed.');
    return answer;
  } finally {
    lines.close();
    output.write('\n');
  }
}
