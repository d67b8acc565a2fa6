// Which addresses messages may go to.
import { expect, test } from 'vitest';
import { isPublicAddress, lookupPublic, urlRefusal } from './web-address.ts';

const privateOnes = [
  ...[
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
  ],
  ...['224.0.0.1', '255.255.255.255', '198.18.0.1', '::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1'],
  ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', '2001:db8::1'],
];

test('no address of a private or special network is public, however it is written', () => {
  expect(privateOnes.filter(isPublicAddress)).toEqual([]);
});

test('public addresses are', () => {
  const open = ['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::200e'];
  expect(open.filter(isPublicAddress)).toEqual(open);
});

test('a webhook is http or https, without a password, and not in a private network unless that is allowed', () => {
  const refused = (url: string, privateAllowed = false) => urlRefusal(url, { privateAllowed });
  expect(refused('https://hooks.example.com/x?y=1')).toBeNull();
  for (const url of ['ftp://example.com', 'file:///etc/passwd', 'nothing', 'javascript:alert(1)', '']) {
    expect(refused(url)).toContain('begins with https://');
  }
  expect(refused('https://me:secret@example.com')).toContain('without a user name');
  // As a browser reads them, these are loopback, too.
  for (const url of [
    'http://localhost:9/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://a.localhost',
  ]) {
    expect(refused(url)).toContain('TILLBOOK_PRIVATE_WEBHOOKS');
    expect(refused(url, true)).toBeNull();
  }
});

test('a name that leads to a private address is found out where it is looked up', async () => {
  const code = await new Promise((resolve) => lookupPublic('localhost', {}, (error) => resolve(error?.code)));
  expect(code).toBe('private-address');
});
