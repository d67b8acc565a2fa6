// Which web addresses messages may go to. An address that a person typed must not make the server knock at doors of its own network.

import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Loopback, private, link-local, shared and reserved networks (IANA's special-purpose registries, RFC 6890). */
const own = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  own.addSubnet(network, prefix, 'ipv4');
}
/** Of IPv6 only what is public is taken (2000::/3), without the ranges that carry an IPv4 address or are for documents. */
const open = new BlockList();
open.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const) {
  own.addSubnet(network, prefix, 'ipv6');
}

export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !own.check(address, 'ipv4');
  return version === 6 && open.check(address, 'ipv6') && !own.check(address, 'ipv6');
}

export class PrivateAddressError extends Error {
  readonly code = 'private-address';

  constructor(host: string) {
    super(`${host} is an address of a private network, and none is sent to`);
    this.name = 'PrivateAddressError';
  }
}

/** Looks a name up once, and what was checked is what is connected to: another answer a moment later changes nothing. */
export function lookupPublic(
  host: string,
  options: Parameters<LookupFunction>[1],
  callback: Parameters<LookupFunction>[2],
): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '');
    const [first] = addresses;
    // One private address among them is enough: nobody mixes them by chance.
    if (first === undefined || addresses.some(({ address }) => !isPublicAddress(address))) {
      return callback(new PrivateAddressError(host), '');
    }
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
}

/** Why a URL cannot be a receiver's, in a sentence; null: it can. */
export function urlRefusal(text: string, { privateAllowed }: { readonly privateAllowed: boolean }): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return 'A webhook is a URL that begins with https:// or http://.';
  if (url.username !== '' || url.password !== '') return 'A webhook is a URL without a user name and a password.';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (privateAllowed) return null;
  if (
    url.hostname === 'localhost' ||
    url.hostname.endsWith('.localhost') ||
    (isIP(host) !== 0 && !isPublicAddress(host))
  ) {
    return `${host} is an address of a private network. Whoever runs Tillbook may allow those: TILLBOOK_PRIVATE_WEBHOOKS=true.`;
  }
  return null;
}
