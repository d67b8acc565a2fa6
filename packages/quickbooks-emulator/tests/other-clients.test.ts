// How clients in other languages write the same things: compressed by Java’s, in base64 by Python’s and PHP’s, in XML with prefixes.
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  company = await startLocalCompany();
});
afterAll(() => company.emulator.close());

async function send(path: string, body: Buffer | string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${company.emulator.url}/v3/company/${company.realmId}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${company.tokens.access}`, accept: 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
}

const codeIn = async (response: Response) =>
  ((await response.json()) as { Fault?: { Error: { code: string }[] } }).Fault?.Error[0]?.code;

describe('a compressed body', () => {
  let names = 0;
  const classOf = () => {
    names += 1;
    return `<?xml version="1.0"?><ns2:Class xmlns:ns2="http://schema.intuit.com/finance/v3"><ns2:Name>Class ${names} é</ns2:Name></ns2:Class>`;
  };

  test.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('is read by its header: %s', async (encoding, compress) => {
    const body = compress(classOf());
    const headers = { 'content-encoding': encoding, 'content-type': 'application/xml' };
    const answer = await send('/class', body, headers);
    expect(await answer.json()).toMatchObject({ Class: { Name: `Class ${names} é` } });
  });

  test('of an upload is its parts', async () => {
    const head = '--b\r\nContent-Disposition: form-data; name="file_content_01"; filename="a.txt"\r\n\r\n';
    const headers = { 'content-encoding': 'gzip', 'content-type': 'multipart/form-data; boundary=b' };
    const answer = await send('/upload', gzipSync(`${head}text\r\n--b--\r\n`), headers);
    expect(await answer.json()).toMatchObject({ AttachableResponse: [{ Attachable: { FileName: 'a.txt', Size: 4 } }] });
  });

  test.each([
    ['is none of that kind', 'gzip', Buffer.from('{"Name":"Plain"}')],
    ['is cut short', 'gzip', gzipSync('{"Name":"Short"}').subarray(0, 20)],
    ['is of another kind', 'deflate', gzipSync('{"Name":"Other"}')],
    ['is of a kind that nobody knows', 'br', Buffer.from('{"Name":"Brotli"}')],
    ['is not text inside', 'gzip', gzipSync(Buffer.from([0xff, 0xfe, 0x00]))],
    ['comes to more than an upload may', 'gzip', gzipSync(Buffer.alloc(101 * 1024 * 1024))],
  ])('that %s is refused as bytes that are no text', async (_, encoding, body) => {
    const answer = await send('/class', body, { 'content-encoding': encoding });
    expect([answer.status, await codeIn(answer)]).toEqual([500, '500']);
  });
});

describe('an upload', () => {
  const bytes = Buffer.from([0xff, 0xd8, 0x00, 0x0a, 0x0d, 0x2d, 0x2d, ...Buffer.from('picture '.repeat(20))]);
  const had = async (answer: Response) => {
    const { AttachableResponse } = (await answer.json()) as {
      AttachableResponse: { Attachable: { TempDownloadUri: string; Size: number; Note?: string } }[];
    };
    const { TempDownloadUri = '', Size, Note } = AttachableResponse[0]?.Attachable ?? {};
    return { Size, Note, bytes: Buffer.from(await (await fetch(TempDownloadUri)).arrayBuffer()) };
  };
  const lines = (text: string) => text.match(/.{1,76}/g)?.join('\r\n') ?? '';

  test('of PHP’s client: described in XML, its lines ended as they come, its content in base64', async () => {
    const description =
      '<?xml version="1.0" encoding="UTF-8"?>\n<ns0:Attachable xmlns:ns0="http://schema.intuit.com/finance/v3"><ns0:FileName>a.jpg</ns0:FileName><ns0:Note>From PHP</ns0:Note></ns0:Attachable>\n';
    const body = [
      '--7f3c\r\nContent-Disposition: form-data; name="file_metadata_0"\r\n',
      'Content-Type: application/xml; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
      description,
      '--7f3c\r\nContent-Disposition: form-data; name="file_content_0"; filename="a.jpg"\r\n',
      `Content-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(bytes.toString('base64'))}\r\n\r\n--7f3c--\r\n\r\n`,
    ].join('');
    const answer = await send('/upload', body, { 'content-type': 'multipart/form-data; boundary=7f3c' });
    expect(await had(answer)).toEqual({ Size: bytes.length, Note: 'From PHP', bytes });
  });

  test('of Python’s client: described in JSON, its content in one line of base64', async () => {
    const boundary = '-------------PythonMultipartPost';
    const body = [
      `--${boundary}\r\nContent-Disposition: form-data; name="file_metadata_01"\r\nContent-Type: application/json\r\n\r\n`,
      '{"FileName":"a.jpg","Note":"From Python"}\r\n',
      `--${boundary}\r\nContent-Disposition: form-data; name="file_content_01"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n`,
      `Content-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n--${boundary}--\r\n`,
    ].join('');
    const answer = await send('/upload', body, { 'content-type': `multipart/form-data; boundary=${boundary}` });
    expect(await had(answer)).toEqual({ Size: bytes.length, Note: 'From Python', bytes });
  });
});
