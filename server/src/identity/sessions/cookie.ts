import type { FastifyRequest } from 'fastify';
import type { Config } from '#platform';

/** `session`: who is signed in. `step`: a sign-in on its way, for minutes. */
type CookieKind = 'session' | 'step';

function isSecure(request: FastifyRequest, config: Config): boolean {
  return request.protocol === 'https' || (config.publicUrl?.startsWith('https:') ?? false);
}

/**
 * The `__Host-` prefix makes browsers insist on TLS, this very host and the whole site. Without TLS the port is in the name: cookies do
 * not know ports, and two servers on one loopback address would sign each other's people out.
 */
function nameFor(kind: CookieKind, request: FastifyRequest, config: Config): string {
  return isSecure(request, config) ? `__Host-fm_${kind}` : `fm_${kind}_${request.port ?? 80}`;
}

export function readCookie(kind: CookieKind, request: FastifyRequest, config: Config): string | null {
  const name = nameFor(kind, request, config);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim() || null;
  }
  return null;
}

export function readSessionCookie(request: FastifyRequest, config: Config): string | null {
  return readCookie('session', request, config);
}

interface Content {
  readonly value: string;
  /** 0 removes the cookie. */
  readonly maxAgeS: number;
}

export function sessionCookie(request: FastifyRequest, config: Config, content: Content): string {
  return cookieText({ kind: 'session', request, config, ...content });
}

/** `Lax`, so that it comes along when a provider sends the browser back. */
export function stepCookie(request: FastifyRequest, config: Config, content: Content): string {
  return cookieText({ kind: 'step', request, config, ...content });
}

function cookieText({
  kind,
  request,
  config,
  value,
  maxAgeS,
}: Content & { kind: CookieKind; request: FastifyRequest; config: Config }): string {
  const secure = isSecure(request, config) ? '; Secure' : '';
  return `${nameFor(kind, request, config)}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure}`;
}
