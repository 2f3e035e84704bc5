import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import statics from '@fastify/static';
import { stripsHtml } from '@fieldmarshal/web/first-paint';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ownDashboard } from '@fieldmarshal/contract/feedback';
import { readCatalog, readSight } from '#catalog';
import { authenticate, can, sessionName } from '#identity';
import {
  AppError,
  artefactOrigin,
  withoutSight,
  withSight,
  type Config,
  type Ctx,
  type Env,
} from '#platform';
import { readStrips } from './now/strips.ts';

const dist = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/** Addresses that are never a screen: an unknown one there is an error, not the application. */
const notScreens = /^\/(api|intake|assets|p|c|t|receipts|status|feedback\/embed|livez|readyz|metrics)(\/|$)/;

/** Everything from here, nothing from elsewhere; style attributes are allowed because positions and widths are computed. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
  "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; ";

/** Besides, pictures and videos from outside, which have an origin of their own. */
function policyFor(config: Config, request: FastifyRequest): string {
  const origin = artefactOrigin(config, request);
  const more = origin === null ? '' : ` ${origin}`;
  return `${policy}img-src 'self' data: blob:${more}; media-src 'self'${more}`;
}

/** What the service worker may do: ask this server. It takes its policy from its own script. */
const workerPolicy = "default-src 'none'; connect-src 'self'";

/** Serves the built UI: assets for ever, the shell for every screen's address with what it needs for its first paint. */
export async function mountWeb(app: FastifyInstance, env: Env): Promise<void> {
  if (!existsSync(`${dist}index.html`)) {
    env.log.warn('the web UI is not built; run "npm run build"');
    return;
  }
  const shell = await readFile(`${dist}index.html`, 'utf8');
  const files = await readyToSend(app);
  // One route for all of it: a route for each file made every start wait.
  app.get('/*', async (request, reply) => {
    const path = request.url.slice(1).replace(/\?.*/u, '');
    if (files.has(path)) return reply.sendFile(path);
    if (notScreens.test(request.url)) throw new AppError('not-found', 'There is nothing at this address.');
    const actor = await authenticate(env, request);
    if (actor?.kind !== 'person') return reply.redirect(`/sign-in?to=${encodeURIComponent(request.url)}`);
    const now = env.clock.now();
    const strips = await seenStrips({ env, actor, requestId: request.id, pool: 'web' });
    const boot = {
      me: {
        ...actor,
        mayReadAudit: can(actor, 'audit.read'),
        mayWriteCatalog: can(actor, 'catalog.write'),
        mayExempt: can(actor, 'readiness.exempt'),
        maySendReports: can(actor, 'report.send'),
      },
      now: now.toISOString(),
      strips,
      feedback: await feedbackAsked(env),
    };
    return reply
      .headers({
        'content-security-policy': policyFor(env.config, request),
        'cache-control': 'no-store',
        ...sessionName(actor),
      })
      .type('text/html; charset=utf-8')
      .send(
        shell
          .replace('<!--boot-->', () => scriptJson(boot))
          .replace('<!--strips-->', () => stripsHtml(strips, now.getTime())),
      );
  });
}

/** The built files but the shell, by their paths; `reply.sendFile` sends them from now on, compressed as they were built. */
async function readyToSend(app: FastifyInstance): Promise<ReadonlySet<string>> {
  await app.register(statics, {
    root: dist,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/');
      const isWorker = /\/worker\.js(\.br|\.gz)?$/.test(path);
      const age = hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600';
      reply.header('cache-control', isWorker ? 'no-cache' : age);
      if (isWorker) reply.header('content-security-policy', workerPolicy);
    },
  });
  const found = await readdir(dist, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Set(paths.map((path) => relative(dist, path)).filter((path) => path !== 'index.html'));
}

/** The strips as far as the person sees. */
async function seenStrips(ctx: Ctx): ReturnType<typeof readStrips> {
  const sight = await readSight(ctx.env, ctx.actor);
  if (sight !== null) return withSight(ctx.actor, sight, async () => readStrips(ctx));
  withoutSight(ctx.actor);
  return readStrips(ctx);
}

/** JSON inside a `<script type="application/json">`: no way out of the element. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

/** What the button for feedback on these screens asks; null where nothing is collected. */
async function feedbackAsked(env: Env): Promise<{ tasks: readonly string[] } | null> {
  const spec = (await readCatalog(env)).get('Dashboard', ownDashboard)?.spec;
  return spec?.collect === true ? { tasks: spec.tasks } : null;
}
