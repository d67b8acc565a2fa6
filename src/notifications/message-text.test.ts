// Messages as people read them.
import { expect, test } from 'vitest';
import type { ToldAlert } from '../pipeline/notification-port.ts';
import { escapedForSlack, messageText } from './message-text.ts';

const alert = (change: Partial<ToldAlert> = {}): ToldAlert => ({
  ...{ kind: 'missing-account', title: 'Action Required: Klarna is missing a payment account' },
  ...{ role: 'payment', subject: 'klarna', eventsHeld: 212, amountHeld: '38210.00', currency: 'USD' },
  ...{ action: 'Map it to an account.', firstSeen: '2026-11-03T12:00:00.000Z' },
  ...change,
});
const url = 'https://books.example.com';

test('one alert is its own subject, with what it holds and what to do', () => {
  expect(messageText({ what: 'alerts', company: 'Harbor Goods', alerts: [alert()] }, url)).toEqual({
    subject: 'Action Required: Klarna is missing a payment account (Harbor Goods)',
    text: `Action Required: Klarna is missing a payment account\n212 events held, 38210.00 USD\nMap it to an account.\n\n${url}\n`,
  });
});

test('several come together', () => {
  const { subject, text } = messageText(
    {
      what: 'alerts',
      company: 'Harbor Goods',
      alerts: [alert(), alert({ title: 'Action Required: Another', eventsHeld: 0 })],
    },
    url,
  );
  expect(subject).toBe('Action Required: 2 things hold entries back (Harbor Goods)');
  expect(text).toContain('\n\nAction Required: Another\nMap it to an account.\n');
});

test('a digest says what was posted, what waits and what wants a look; a quiet day says so', () => {
  const quiet = { date: '2026-11-03', posted: [], events: [], waiting: [], drifts: 0, attention: [] };
  const day = {
    ...quiet,
    posted: [{ currency: 'USD', entries: 1, amount: '108.00' }],
    events: [{ kind: 'cash-movement' as const, count: 2 }],
    waiting: [alert({ eventsHeld: 1 })],
    drifts: 2,
    attention: [{ account: 'Visa Clearing', month: '2026-10' }],
  };
  expect(messageText({ what: 'digest', company: 'Harbor Goods', digest: day }, url)).toEqual({
    subject: 'Harbor Goods: 2026-11-03',
    text: [
      ...['Posted on 2026-11-03', '  1 entry of 108.00 USD in all', '  cash movement: 2', ''],
      ...['What waits', '  Action Required: Klarna is missing a payment account: 1 event held, 38210.00 USD', ''],
      ...['Changed in QuickBooks', '  2 entries wait for your decision', ''],
      ...['No longer tied out', '  Visa Clearing, 2026-10', '', url, ''],
    ].join('\n'),
  });
  expect(messageText({ what: 'digest', company: 'Harbor Goods', digest: quiet }, url).text).toBe(
    `Posted on 2026-11-03\n  Nothing\n\nWhat waits\n  Nothing waits for you\n\n${url}\n`,
  );
});

test('a name from a till makes no second header and no markup', () => {
  const title = 'Action Required: \r\nBcc: all@example.com <!channel> & co';
  const { subject } = messageText({ what: 'alerts', company: 'A', alerts: [alert({ title })] }, url);
  expect(subject).not.toMatch(/[\r\n]/);
  expect(escapedForSlack(title)).toContain('&lt;!channel&gt; &amp; co');
});
