// A mail server on this machine that keeps what it is given, for tests of what is mailed.
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface TestMailServer {
  readonly url: string;
  /** As they came over the wire. */
  readonly mails: readonly string[];
  close(): void;
}

export async function startMailServer(options: SMTPServerOptions = {}): Promise<TestMailServer> {
  const mails: string[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS'], logger: false },
    onData(stream, _session, done) {
      let mail = '';
      stream.on('data', (piece: Buffer) => {
        mail += piece.toString();
      });
      stream.on('end', () => {
        mails.push(mail);
        done();
      });
    },
    ...options,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return { url, mails, close: () => void server.close(() => undefined) };
}

/** The text of a mail as a reader shows it: what was folded for the wire is one line again. */
export const textOf = (mail: string): string =>
  mail
    .slice(mail.indexOf('\r\n\r\n') + 4)
    .replaceAll('=\r\n', '')
    .replaceAll('=3D', '=');
