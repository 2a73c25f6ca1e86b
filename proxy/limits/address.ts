/**
 * Which addresses count as one, and which of a forwarding header's values can be believed. Where the address and the
 * header come from is the entries' business.
 */
import { convertIPv6ToBinary, distinctRemoteAddr, isIPv4MappedIPv6 } from 'hono/utils/ipaddr';
import type { Limits } from '../settings/limits.ts';

/** An IPv4 address (mapped into IPv6 or not) by itself, IPv6 by its first 64 bits: a household has as many. `null` for none. */
export function networkOf(address: string): string | null {
  const bare = address.replace(/%.*$/, '').toLowerCase();
  switch (distinctRemoteAddr(bare)) {
    case 'IPv4':
      return bare;
    case 'IPv6':
      return URL.canParse(`http://[${bare}]`) ? ofIPv6(convertIPv6ToBinary(dotless(bare))) : null;
    default:
      return null;
  }
}

function ofIPv6(bits: bigint): string {
  if (!isIPv4MappedIPv6(bits)) return `${(bits >> 64n).toString(16)}::/64`;
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
}

/** The address in hexadecimal, where its end is written like an IPv4 address: the platform's own parser knows how. */
const dotless = (address: string) => new URL(`http://[${address}]`).hostname.slice(1, -1);

/**
 * The client's address behind trusted proxies. Each adds to the header's end the address that it saw, so that many from
 * the right are believed, and nothing that a client wrote itself; without them it is the connection's own.
 */
export function clientAddress(
  connection: string | undefined,
  header: string | undefined,
  { addressHeader, trustedProxies }: Pick<Limits, 'addressHeader' | 'trustedProxies'>,
): string | null {
  const forwarded = addressHeader === null ? undefined : header?.split(',').at(-trustedProxies);
  const address = forwarded === undefined ? '' : withoutPort(forwarded.trim());
  return networkOf(address) === null ? (connection ?? null) : address;
}

/** Some proxies write `192.0.2.1:443` and `[2001:db8::1]:443`. */
const withoutPort = (value: string) => /^\[(.+)\](?::\d+)?$/.exec(value)?.[1] ?? value.replace(/^([\d.]+):\d+$/, '$1');
