/**
 * Which addresses count as one, and which of a forwarding header's values can be believed. Where the address and the
 * header come from is the entries' business.
 */
import type { Limits } from '../settings/limits.ts';

/** An IPv4 address (mapped into IPv6 or not) by itself, IPv6 by its first 64 bits: a household has as many. `null` for none. */
export function networkOf(address: string): string | null {
  const bare = address.replace(/%.*$/, '').toLowerCase();
  if (/^[\d.]+$/.test(bare)) return hostOf(bare) === bare ? bare : null;
  const host = /^[\da-f:.]+$/.test(bare) ? hostOf(`[${bare}]`) : null;
  return host === null ? null : ofIPv6(host.slice(1, -1));
}

/** As the platform's own parser writes an address; `null` when it is none. */
const hostOf = (host: string) => (URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null);

function ofIPv6(address: string): string {
  const [left = [], right = []] = address.split('::').map((side) => side.split(':').filter((group) => group !== ''));
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return `${groups.slice(0, 4).join(':')}::/64`;
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}

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
