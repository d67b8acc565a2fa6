import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readWebhook } from './webhook.ts';

const verifierToken = 'verifier';
const sign = (body: string): string => createHmac('sha256', verifierToken).update(body).digest('base64');
const read = (body: string, signature: string | null = sign(body)) =>
  readWebhook({ raw: Buffer.from(body), signature, verifierToken });

const classic = JSON.stringify({
  eventNotifications: [
    {
      realmId: '1185883450',
      dataChangeEvent: {
        entities: [
          { name: 'JournalEntry', id: '7', operation: 'Update', lastUpdated: '2026-11-20T04:00:00-08:00' },
          { name: 'Account', id: '1', operation: 'Create', lastUpdated: 'soon' },
        ],
      },
    },
  ],
});
const cloudEvents = JSON.stringify([
  {
    ...{ specversion: '1.0', id: 'a', source: 'intuit.x', type: 'qbo.journalentry.deleted.v1', data: {} },
    ...{ time: '2026-11-20T12:00:00Z', intuitentityid: '7', intuitaccountid: '1185883450' },
  },
  { type: 'qbo.account.created.v1', time: '2026-11-20T12:00:01Z', intuitentityid: '1', intuitaccountid: '99' },
]);
const at = new Date('2026-11-20T12:00:00Z');

describe('a webhook of Intuit’s', () => {
  it('is read in the classic format', () => {
    expect(read(classic)).toEqual({
      ok: true,
      notices: [
        { realmId: '1185883450', entity: 'journalentry', id: '7', isNew: false, changedAt: at },
        { realmId: '1185883450', entity: 'account', id: '1', isNew: true, changedAt: null },
      ],
    });
  });

  it('is read as CloudEvents, of several companies at once', () => {
    expect(read(cloudEvents)).toEqual({
      ok: true,
      notices: [
        { realmId: '1185883450', entity: 'journalentry', id: '7', isNew: false, changedAt: at },
        { realmId: '99', entity: 'account', id: '1', isNew: true, changedAt: new Date('2026-11-20T12:00:01Z') },
      ],
    });
  });

  it('says of a merge that it is one, and not what was merged away', () => {
    const merged = {
      name: 'Account',
      id: '35',
      operation: 'Merge',
      deletedId: '4',
      lastUpdated: '2026-11-20T12:00:00Z',
    };
    const body = { eventNotifications: [{ realmId: '7', dataChangeEvent: { entities: [merged] } }] };
    const event = { type: 'qbo.account.merged.v1', time: '2026-11-20T12:00:00Z', data: { deletedid: '4' } };
    const notice = { realmId: '7', entity: 'account', id: '35', isNew: false, isMerge: true, changedAt: at };
    for (const told of [body, [{ ...event, intuitentityid: '35', intuitaccountid: '7' }]]) {
      expect(read(JSON.stringify(told))).toEqual({ ok: true, notices: [notice] });
    }
  });

  it('is nobody’s without the signature over its very bytes', () => {
    const wrong = [null, '', 'x', sign(`${classic} `), Buffer.alloc(32).toString('base64'), sign(classic).slice(0, -6)];
    for (const signature of wrong) expect(read(classic, signature)).toEqual({ ok: false, why: 'not-signed' });
    const hex = createHmac('sha256', verifierToken).update(classic).digest('hex');
    expect(read(classic, hex).ok).toBe(false);
  });

  it('that is signed and of no known format says so', () => {
    for (const body of ['', '{', 'null', '7', '{}', '{"eventNotifications":{}}', '"[]"']) {
      expect(read(body)).toEqual({ ok: false, why: 'unreadable' });
    }
    const raw = Buffer.from([0x5b, 0xff, 0x5d]);
    const signature = createHmac('sha256', verifierToken).update(raw).digest('base64');
    expect(readWebhook({ raw, signature, verifierToken })).toEqual({ ok: false, why: 'unreadable' });
  });

  it('tells nothing by parts that are not as they should be', () => {
    const odd = [
      [null, 1, 'x', [], { type: 'qbo.account.updated.v1' }, { type: 7, intuitentityid: '1', intuitaccountid: '1' }],
      { eventNotifications: [null, { realmId: 7 }, { realmId: '7', dataChangeEvent: { entities: [null, {}] } }] },
      {
        eventNotifications: [
          { realmId: 'x'.repeat(1000), dataChangeEvent: { entities: [{ name: 'Account', id: '1' }] } },
        ],
      },
    ];
    for (const body of odd) expect(read(JSON.stringify(body))).toEqual({ ok: true, notices: [] });
  });
});
