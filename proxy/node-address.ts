/** Who asks, on Node: the connection's address, or the one that the operator's own proxy has noted in a header. */
import { getConnInfo } from '@hono/node-server/conninfo';
import { clientAddress, networkOf } from './limits/address.ts';
import type { AddressOf } from './limits/rates.ts';
import type { Log } from './log.ts';
import type { Limits } from './settings/limits.ts';

/** The loopback and private networks, as `networkOf` writes them. */
const INSIDE = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0:0:0:0::|f[cd]|fe[89ab])/;

const FORWARDED_BUT_UNKNOWN =
  'All visitors seem to come from one address, so they share its limits. Behind a proxy of your own set CLIENT_ADDRESS_HEADER, for example to x-forwarded-for, and TRUSTED_PROXIES when there are several.';

export function nodeAddress(limits: Limits, log: Log): AddressOf {
  const { addressHeader } = limits;
  let told = false;
  return function nodeAddress(c) {
    const connection = getConnInfo(c).remote.address;
    const header = addressHeader === null ? undefined : c.req.header(addressHeader);
    const address = clientAddress(connection, header, limits);
    if (
      !told &&
      addressHeader === null &&
      c.req.header('x-forwarded-for') &&
      INSIDE.test(networkOf(address ?? '') ?? '')
    ) {
      told = true;
      log({ level: 'warn', message: 'CLIENT_ADDRESS_HEADER is not set', problem: FORWARDED_BUT_UNKNOWN });
    }
    return address;
  };
}
