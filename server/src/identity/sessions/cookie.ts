import type { FastifyRequest } from 'fastify';
import type { Config } from '#platform';

/** The `__Host-` prefix makes browsers insist on TLS, this very host and the whole site. */
const secureName = '__Host-fm_session';

function isSecure(request: FastifyRequest, config: Config): boolean {
  return request.protocol === 'https' || (config.publicUrl?.startsWith('https:') ?? false);
}

/** Cookies do not know ports: two servers on one loopback address would sign each other's people out. */
function nameFor(request: FastifyRequest, config: Config): string {
  return isSecure(request, config) ? secureName : `fm_session_${request.port ?? 80}`;
}

export function readSessionCookie(request: FastifyRequest, config: Config): string | null {
  const name = nameFor(request, config);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim() || null;
  }
  return null;
}

/** `maxAgeS` 0 removes the cookie. */
export function sessionCookie(
  request: FastifyRequest,
  config: Config,
  { value, maxAgeS }: { value: string; maxAgeS: number },
): string {
  const secure = isSecure(request, config) ? '; Secure' : '';
  return `${nameFor(request, config)}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure}`;
}
