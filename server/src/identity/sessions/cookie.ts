import type { FastifyRequest } from 'fastify';
import type { Config } from '#platform';

/** `session`: who is signed in. `step`: a sign-in on its way, for minutes. */
type CookieKind = 'session' | 'step';

function isSecure(request: FastifyRequest, config: Config): boolean {
  return request.protocol === 'https' || (config.publicUrl?.startsWith('https:') ?? false);
}

/**
 * The `__Host-` prefix makes browsers insist on TLS, this very host and the whole site. Without TLS the port is in the name: cookies do
 * not know ports, and two servers on one loopback address would sign each other's people out. It is the port that people use, the same
 * for all processes behind it.
 */
function nameFor(kind: CookieKind, request: FastifyRequest, config: Config): string {
  if (isSecure(request, config)) return `__Host-fm_${kind}`;
  const port = config.publicUrl === undefined ? request.port : Number(new URL(config.publicUrl).port);
  return `fm_${kind}_${port || 80}`;
}

/** The cookie of this port; without TLS and without such a one that of another, at which a process of the same installation may have set it. */
export function readCookie(kind: CookieKind, request: FastifyRequest, config: Config): string | null {
  const name = nameFor(kind, request, config);
  const cookies = (request.headers.cookie ?? '').split(';').map((part) => {
    const at = part.indexOf('=');
    return { name: part.slice(0, at).trim(), value: part.slice(at + 1).trim() };
  });
  const found =
    cookies.find((cookie) => cookie.name === name) ??
    (isSecure(request, config) ? undefined : cookies.find((cookie) => cookie.name.startsWith(`fm_${kind}_`)));
  return found?.value || null; // oxlint-disable-line typescript/prefer-nullish-coalescing -- empty is none
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
