import type { FastifyRequest } from 'fastify';
import type { Config } from '#platform';

/**
 * Whether a browser sent this from a page of ours, as `Sec-Fetch-Site` and `Origin` tell. Without either header the answer is no:
 * browsers send at least one with every write, and programs use tokens.
 */
export function isSameOrigin(
  request: Pick<FastifyRequest, 'headers' | 'protocol' | 'host'>,
  config: Pick<Config, 'publicUrl'>,
): boolean {
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin === undefined) return site !== undefined;
  const ours = [`${request.protocol}://${request.host}`];
  if (config.publicUrl !== undefined) ours.push(new URL(config.publicUrl).origin);
  return ours.includes(origin);
}
