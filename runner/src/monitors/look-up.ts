import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { mayConnect, type PrivateReach } from '../egress/address-guard.ts';
import { MonitorFailure, networkFailure } from './failure.ts';

/**
 * The address of a host, which is the very one to connect to: resolved once, and refused where any of the host's addresses may not be
 * reached, so that a name cannot lead elsewhere a moment later.
 */
export async function addressOf(host: string, reach: PrivateReach, signal: AbortSignal): Promise<string> {
  const bare = host.replace(/^\[|\]$/g, '');
  const addresses = isIP(bare) === 0 ? await resolve(bare, signal) : [bare];
  const refused = addresses.find((address) => !mayConnect(address, reach));
  if (refused !== undefined)
    throw new MonitorFailure(
      'test',
      `${host} is at ${refused}, which checks of this environment may not reach`,
      {
        why: `The check leads to ${refused}: a private range that the environment does not allow, or a special address.`,
      },
    );
  const [first] = addresses;
  if (first === undefined) throw networkFailure(new Error('has no address'), host);
  return first;
}

/** Look-ups under way, by host: a name that nobody answers for takes one of the few threads for it, however many monitors ask. */
const underWay = new Map<string, Promise<LookupAddress[]>>();

function lookUp(host: string): Promise<LookupAddress[]> {
  const known = underWay.get(host);
  if (known) return known;
  const found = lookup(host, { all: true, verbatim: true }).finally(() => underWay.delete(host));
  underWay.set(host, found);
  found.catch(() => undefined);
  return found;
}

async function resolve(host: string, signal: AbortSignal): Promise<string[]> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const give = (): void => reject(new MonitorFailure('environment', `looking up ${host} took too long`));
  signal.addEventListener('abort', give, { once: true });
  try {
    const found = lookUp(host);
    return (await Promise.race([found, late])).map(({ address }) => address);
  } catch (error) {
    throw networkFailure(error, host);
  } finally {
    signal.removeEventListener('abort', give);
    late.catch(() => undefined);
  }
}
