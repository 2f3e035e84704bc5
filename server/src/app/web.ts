import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import statics from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { authenticate, can } from '#identity';
import { AppError, type Env } from '#platform';

const dist = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/** Addresses that are never a screen: an unknown one there is an error, not the application. */
const notScreens = /^\/(api|intake|assets|p|c|livez|readyz|metrics)(\/|$)/;

/** Serves the built UI: assets for ever, the shell for every screen's address with what it needs for its first paint. */
export async function mountWeb(app: FastifyInstance, env: Env): Promise<void> {
  if (!existsSync(`${dist}index.html`)) {
    env.log.warn('the web UI is not built; run "npm run build"');
    return;
  }
  const shell = await readFile(`${dist}index.html`, 'utf8');
  await app.register(statics, {
    root: dist,
    index: false,
    wildcard: false,
    preCompressed: true,
    maxAge: '365d',
    immutable: true,
  });
  app.get('/*', async (request, reply) => {
    if (notScreens.test(request.url)) throw new AppError('not-found', 'There is nothing at this address.');
    const actor = await authenticate(env, request);
    if (actor?.kind !== 'person') return reply.redirect(`/sign-in?to=${encodeURIComponent(request.url)}`);
    const nonce = randomBytes(16).toString('base64');
    const boot = {
      me: { ...actor, mayReadAudit: can(actor, 'audit.read') },
      now: env.clock.now().toISOString(),
    };
    return reply
      .headers({
        'content-security-policy': `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`,
        'cache-control': 'no-store',
      })
      .type('text/html; charset=utf-8')
      .send(shell.replaceAll('__CSP_NONCE__', nonce).replace('<!--boot-->', () => scriptJson(boot)));
  });
}

/** JSON inside a `<script type="application/json">`: no way out of the element. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}
