// Contract: notes and files attached to objects, uploaded and had back.
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Contract, type Row, startContract } from './contract.fixture.ts';

let quickbooks: Contract;
beforeAll(async () => {
  quickbooks = await startContract();
  await quickbooks.make('customer', 'Customer', { DisplayName: 'Ann' });
  await quickbooks.make('item', 'Item', { Name: 'Shoes', Type: 'Service' });
  await quickbooks.make('invoice', 'Invoice', {
    CustomerRef: quickbooks.ref('customer'),
    Line: [{ Amount: 1, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: quickbooks.ref('item') } }],
  });
});
afterAll(() => quickbooks.close());

const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff, 0xfe]);
const upload = (name: string, ...attachedTo: string[]) =>
  quickbooks.call('upload', name, 'image/png', Readable.from([picture]), ...attachedTo);
const found = async (criteria: unknown) =>
  ((await quickbooks.call('findAttachables', criteria)).QueryResponse as Row).Attachable as Row[] | undefined;

describe('a note', () => {
  test('is made, read, changed and deleted outright, and its id is not given again', async () => {
    const note = await quickbooks.call('createAttachable', { Note: 'call back' });
    expect(note).toMatchObject({ Note: 'call back', SyncToken: '0', domain: 'QBO' });
    expect(note).not.toHaveProperty('FileAccessUri');
    const changed = await quickbooks.call('updateAttachable', { Id: note.Id, SyncToken: '0', Note: 'called' });
    expect(changed).toMatchObject({ Note: 'called', SyncToken: '1' });
    expect(await quickbooks.call('deleteAttachable', note.Id)).toMatchObject({
      Attachable: { Id: note.Id, status: 'Deleted' },
    });
    expect(await quickbooks.codes('getAttachable', note.Id)).toEqual(['610']);
    const next = await quickbooks.call('createAttachable', { Note: 'another' });
    expect(Number(next.Id)).toBe(Number(note.Id) + 1);
  });

  test.each([
    ['of nothing', {}, '2020'],
    ['of more than 2000 characters', { Note: 'n'.repeat(2001) }, '2050'],
    [
      'on something that is not there',
      { Note: 'x', AttachableRef: [{ EntityRef: { type: 'Bill', value: '9' } }] },
      '2500',
    ],
    [
      'on a thing that nothing is attached to',
      { Note: 'x', AttachableRef: [{ EntityRef: { type: 'Moon', value: '1' } }] },
      '2170',
    ],
  ])('%s is refused', async (_, body, code) => {
    expect(await quickbooks.codes('createAttachable', body)).toEqual([code]);
  });
});

describe('a file', () => {
  test('is uploaded byte for byte, and had back at its own address without a token', async () => {
    const file = await upload('a "picture".png');
    expect(file).toMatchObject({
      FileName: 'a "picture".png',
      ContentType: 'image/png',
      Size: picture.length,
      FileAccessUri: `/v3/company/${quickbooks.realmId}/download/${String(file.Id)}`,
    });
    const response = await fetch(String(file.TempDownloadUri));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(picture);
  });

  test('is attached to what node-quickbooks names, and found by it', async () => {
    const file = await upload('receipt.png', 'Invoice', quickbooks.ref('invoice').value);
    expect(file).toMatchObject({
      SyncToken: '1',
      Size: picture.length,
      AttachableRef: [{ EntityRef: { type: 'Invoice', value: quickbooks.ref('invoice').value } }],
    });
    const of = (value: string) =>
      found([
        { field: 'AttachableRef.EntityRef.Type', value: 'invoice' },
        { field: 'AttachableRef.EntityRef.value', value },
      ]);
    expect(await of(quickbooks.ref('invoice').value)).toMatchObject([{ Id: file.Id }]);
    expect(await of('999')).toBeUndefined();
  });

  test('goes when its object goes, and its address says so', async () => {
    const file = await upload('gone.png');
    await quickbooks.call('deleteAttachable', file.Id);
    expect((await fetch(String(file.TempDownloadUri))).status).toBe(403);
  });

  test('is not had at an address that was changed or has run out', async () => {
    const file = await upload('secret.png');
    const other = String(file.TempDownloadUri).replace(
      /\/files\/(\d+)\/(\d+)/,
      (_, realm, id) => `/files/${realm}/${Number(id) - 1}`,
    );
    expect((await fetch(other)).status).toBe(403);
    const clock = (body: object) =>
      fetch(`${quickbooks.url}/_emulator/clock`, { method: 'PUT', body: JSON.stringify(body) });
    await clock({ advanceMs: 901_000 });
    expect((await fetch(String(file.TempDownloadUri))).status).toBe(403);
    await clock({});
  });
});

test('the API itself answers the address of a file, as plain text', async () => {
  const file = await upload('plain.png');
  const response = await fetch(`${quickbooks.url}${String(file.FileAccessUri)}`, {
    headers: { authorization: `Bearer ${quickbooks.tokens.access}` },
  });
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  const bytes = await (await fetch(await response.text())).arrayBuffer();
  expect(Buffer.from(bytes)).toEqual(picture);
});

test('two files in one upload are answered each by itself, with what describes them', async () => {
  const form = new FormData();
  form.append(
    'file_metadata_01',
    new Blob([JSON.stringify({ Note: 'first', FileName: 'one.txt' })], { type: 'application/json' }),
  );
  form.append('file_content_01', new Blob(['one'], { type: 'text/plain' }), 'ignored.txt');
  form.append('file_metadata_02', new Blob(['{"Mood":"good"}'], { type: 'application/json' }));
  form.append('file_content_02', new Blob(['two']), 'two.txt');
  const response = await fetch(`${quickbooks.url}/v3/company/${quickbooks.realmId}/upload?format=json`, {
    method: 'POST',
    headers: { authorization: `Bearer ${quickbooks.tokens.access}` },
    body: form,
  });
  expect(await response.json()).toMatchObject({
    AttachableResponse: [
      { Attachable: { FileName: 'one.txt', Note: 'first', Size: 3 } },
      { Fault: { Error: [{ code: '2010' }] } },
    ],
  });
});
