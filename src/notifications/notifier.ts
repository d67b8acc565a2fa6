// The notifier port: messages by e-mail over SMTP, to webhooks as signed JSON, and to Slack and what takes Slack's messages.
import { createTransport } from 'nodemailer';
import type { Clock } from '../clock.ts';
import type { Message, Notifier, ReceiverAddress, Sent } from '../pipeline/notification-port.ts';
import { escapedForSlack, messageText } from './message-text.ts';
import { postWebhook } from './post-webhook.ts';
import { signatureOf } from './signature.ts';
import { urlRefusal } from './web-address.ts';

export interface NotifierOptions {
  /** Null: no e-mail is sent. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  /** Where a message's link leads: the console as browsers see it. */
  readonly consoleUrl: string;
  /** Webhooks may be in a private network. */
  readonly privateWebhooks: boolean;
  readonly clock: Clock;
  readonly mailWithinMs?: number;
}

/** Of each step; a server that says a little now and then is given up in the end, too. */
const smtpTimeoutMs = 10_000;
const mailWithinMs = 60_000;
/** One address, as people write them; the mail server has the last word. */
const mailAddress = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,255}$/;

export function createNotifier(options: NotifierOptions): Notifier {
  const { mail, consoleUrl, privateWebhooks, clock } = options;
  const withinMs = options.mailWithinMs ?? mailWithinMs;
  const sendMail = mail === null ? null : mailing(mail, { consoleUrl, withinMs });
  const post = (call: { url: string; body: object; headers?: Record<string, string>; secret?: string | null }) => {
    const body = JSON.stringify(call.body);
    const signed = call.secret
      ? { 'tillbook-signature': signatureOf(body, { secret: call.secret, now: clock.now() }) }
      : {};
    const headers = { 'content-type': 'application/json', 'user-agent': 'Tillbook', ...call.headers, ...signed };
    return postWebhook({ url: call.url, headers, body, privateAllowed: privateWebhooks });
  };
  return {
    mails: mail !== null,
    refuses({ kind, address }) {
      if (kind !== 'email') return urlRefusal(address, { privateAllowed: privateWebhooks });
      if (!mailAddress.test(address)) return 'This is no e-mail address.';
      return mail === null ? noMail : null;
    },
    async send(message, { kind, address, secret }) {
      switch (kind) {
        case 'email':
          return sendMail === null ? { ok: false, again: false, problem: noMail } : sendMail(message, address);
        case 'webhook': {
          const { id, createdAt, content } = message;
          const body = { id, createdAt: createdAt.toISOString(), consoleUrl, ...content };
          return post({ url: address, body, secret, headers: { 'tillbook-message-id': id } });
        }
        case 'slack': {
          const { subject, text } = messageText(message.content, consoleUrl);
          return post({ url: address, body: { text: `*${escapedForSlack(subject)}*\n${escapedForSlack(text)}` } });
        }
      }
    },
  };
}

const noMail = 'No mail server is set up. Whoever runs Tillbook names one: TILLBOOK_SMTP_URL and TILLBOOK_MAIL_FROM.';

function mailing(
  { smtpUrl, from }: NonNullable<NotifierOptions['mail']>,
  { consoleUrl, withinMs }: { readonly consoleUrl: string; readonly withinMs: number },
) {
  const transport = createTransport(
    {
      url: smtpUrl,
      connectionTimeout: smtpTimeoutMs,
      greetingTimeout: smtpTimeoutMs,
      dnsTimeout: smtpTimeoutMs,
      socketTimeout: smtpTimeoutMs,
      // Messages are text that we wrote: nothing of them names a file or an address to be read.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  const [, domain = 'tillbook.invalid'] = /@([^\s>]+)/.exec(from) ?? [];
  return async ({ id, createdAt, content }: Message, to: ReceiverAddress['address']): Promise<Sent> => {
    const { subject, text } = messageText(content, consoleUrl);
    try {
      const sending = transport.sendMail({
        ...{ to, subject, text, date: createdAt, messageId: `<${id}@${domain}>` },
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      await within(withinMs, sending);
      return { ok: true };
    } catch (error) {
      return mailProblem(error);
    }
  };
}

/** Nodemailer has no way to break one off: it may arrive all the same, and comes again under the same id. */
async function within(ms: number, sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished within ${ms / 1000} s`)), ms);
  });
  await Promise.race([sending, late]).finally(() => clearTimeout(timer));
}

/** 4yz is for now and 5yz for good (RFC 5321, 4.2.1); without an answer it may go well later. */
function mailProblem(error: unknown): Sent {
  const { responseCode, message = String(error) } = error as { responseCode?: number; message?: string };
  const again = responseCode === undefined || responseCode < 500;
  return { ok: false, again, problem: `The mail server says: ${message}` };
}
