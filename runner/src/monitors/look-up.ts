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
      `The check leads to ${refused}: a private range that the environment does not allow, or a special address.`,
    );
  const [first] = addresses;
  if (first === undefined) throw networkFailure(new Error('has no address'), host);
  return first;
}

async function resolve(host: string, signal: AbortSignal): Promise<string[]> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const give = (): void => reject(new MonitorFailure('environment', `looking up ${host} took too long`));
  signal.addEventListener('abort', give, { once: true });
  try {
    const found = lookup(host, { all: true, verbatim: true });
    found.catch(() => undefined);
    return (await Promise.race([found, late])).map(({ address }) => address);
  } catch (error) {
    throw networkFailure(error, host);
  } finally {
    signal.removeEventListener('abort', give);
    late.catch(() => undefined);
  }
}
