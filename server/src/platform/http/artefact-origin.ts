import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * What is asked for at the origin of artefacts: `only` there, or `preferred` there and here where there is no such origin.
     * Left out: never there.
     */
    artefacts?: 'only' | 'preferred';
  }
}

type Asked = Pick<FastifyRequest, 'host' | 'hostname' | 'protocol' | 'headers'>;

/** A name of this machine in every browser but Safari; a host of its own to cookies and to the rule of the same origin. */
const ownName = 'artefacts.localhost';
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** Safari asks the system for names below `localhost`, and older systems know none. */
const safari = /^(?!.*(Chrome|Chromium|HeadlessChrome)\/).*\bVersion\/\S+ .*Safari\//;

/**
 * Where artefacts are served to whoever asks at this address, without a slash at the end: `artefactUrl`, on a loopback address another
 * name of it; null where there is no other origin.
 */
export function artefactOrigin({ artefactUrl }: Pick<Config, 'artefactUrl'>, request: Asked): string | null {
  if (artefactUrl !== undefined) return new URL(artefactUrl).origin;
  if (!loopback.test(request.hostname) || safari.test(request.headers['user-agent'] ?? '')) return null;
  const port = request.host.slice(request.hostname.length);
  return `${request.protocol}://${ownName}${port}`;
}

/** Whether it is the origin of artefacts that is asked, where nothing else may answer. */
export function isAtArtefacts(
  { artefactUrl }: Pick<Config, 'artefactUrl'>,
  { host, hostname }: Pick<Asked, 'host' | 'hostname'>,
): boolean {
  if (hostname.toLowerCase() === ownName) return true;
  return artefactUrl !== undefined && new URL(artefactUrl).host === host.toLowerCase();
}
