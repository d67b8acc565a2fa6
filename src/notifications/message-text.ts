// Messages as people read them: the subject and the text of an e-mail, which Slack shows, too.
import type { Digest, MessageContent, ToldAlert } from '../pipeline/notification-port.ts';

export interface MessageText {
  readonly subject: string;
  readonly text: string;
}

const subjectLengthMax = 150;

export function messageText(content: MessageContent, consoleUrl: string): MessageText {
  switch (content.what) {
    case 'alerts':
      return alertsText(content.company, content.alerts, consoleUrl);
    case 'digest':
      return digestText(content.company, content.digest, consoleUrl);
    case 'invitation':
      return invitationText(content);
    case 'test':
      return {
        subject: `Test message from Tillbook (${oneLine(content.company)})`,
        text: `This is a test message of ${content.company}. Alerts and the daily digest will come the same way.\n\n${consoleUrl}\n`,
      };
  }
}

function invitationText(content: Extract<MessageContent, { what: 'invitation' }>): MessageText {
  const [company, invitedBy] = [oneLine(content.company), oneLine(content.invitedBy)];
  const until = `${content.until.slice(0, 10)} ${content.until.slice(11, 16)} UTC`;
  return {
    subject: oneLine(`${invitedBy} invites you to the books of ${company}`),
    text: `${invitedBy} invites you to the books of ${company} in Tillbook, as ${roleWords[content.role] ?? content.role}.

Choose a password here, once, until ${until}:

${content.link}

If you did not expect this, leave it: nothing happens.
`,
  };
}

const roleWords: Readonly<Record<string, string>> = {
  owner: 'an owner',
  bookkeeper: 'a bookkeeper',
  viewer: 'a viewer',
};

function alertsText(company: string, alerts: readonly ToldAlert[], consoleUrl: string): MessageText {
  const [first] = alerts;
  const subject =
    alerts.length === 1 && first !== undefined
      ? `${first.title} (${company})`
      : `Action Required: ${alerts.length} things hold entries back (${company})`;
  return {
    subject: oneLine(subject),
    text: `${alerts.map(alertLines).join('\n\n')}\n\n${consoleUrl}\n`,
  };
}

const alertLines = ({ title, action, ...held }: ToldAlert): string =>
  [title, heldWords(held), action].filter((line) => line !== '').join('\n');

function heldWords({
  eventsHeld,
  amountHeld,
  currency,
}: Pick<ToldAlert, 'eventsHeld' | 'amountHeld' | 'currency'>): string {
  if (eventsHeld === 0) return '';
  return `${eventsHeld} ${eventsHeld === 1 ? 'event' : 'events'} held, ${amountHeld} ${currency}`;
}

function digestText(company: string, digest: Digest, consoleUrl: string): MessageText {
  const { date, posted, events, waiting, drifts, attention } = digest;
  const postedLines = posted.map(
    ({ entries, amount, currency }) => `${counted(entries, 'entry', 'entries')} of ${amount} ${currency} in all`,
  );
  const sections = [
    [
      `Posted on ${date}`,
      ...(postedLines.length === 0 ? ['Nothing'] : postedLines),
      ...events.map(({ kind, count }) => `${kind.replaceAll('-', ' ')}: ${count}`),
    ],
    [
      'What waits',
      ...(waiting.length === 0
        ? ['Nothing waits for you']
        : waiting.map(({ title, ...held }) => [title, heldWords(held)].filter((part) => part !== '').join(': '))),
    ],
    ...(drifts === 0
      ? []
      : [['Changed in QuickBooks', `${counted(drifts, 'entry waits', 'entries wait')} for your decision`]]),
    ...(attention.length === 0
      ? []
      : [['No longer tied out', ...attention.map(({ account, month }) => `${account}, ${month}`)]]),
  ];
  const text = sections.map(([head, ...lines]) => [head, ...lines.map((line) => `  ${line}`)].join('\n')).join('\n\n');
  return { subject: oneLine(`${company}: ${date}`), text: `${text}\n\n${consoleUrl}\n` };
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Names come from tills: none may begin another header, nor fill a screen. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, subjectLengthMax);

/** Slack's own signs; what is escaped so shows as it was (https://api.slack.com/reference/surfaces/formatting#escaping). */
export const escapedForSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
