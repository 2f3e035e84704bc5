import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { authenticate, permit, secretHash } from '#identity';
import { AppError, notFound, systemCtx, type Ctx, type Env } from '#platform';
import { encrypted } from './bundle/encryption.ts';
import { datagramStream, takeDatagrams } from './diode/http.ts';
import { gapsOf, numbersOf } from './core/gaps.ts';
import { bundleLimits } from './core/limits.ts';
import { directions, fileNameOf } from './core/manifest.ts';
import { takeFile } from './inbox/take-file.ts';
import { keepRelease, readRelease } from './release/keep-release.ts';
import { readOwn } from './self/own.ts';
import { coveredBy, findBundle, lastBundle, type Line, type StoredBundle } from './store/bundle-store.ts';
import { partsHere, readFile } from './store/file-store.ts';
import { loadSite, siteOfLinkToken } from './store/site-store.ts';
import type { Db } from './store/self-store.ts';

/** What a site sends again in one call. */
const missingMax = 1_000;

const onBundle = z.object({
  site: z.string().max(63),
  direction: z.enum(directions),
  sequence: z.coerce.number().int().min(1).max(1_000_000_000),
});
const query = z.object({
  /** Encrypted to who shall read it. */
  encrypt: z.stringbool().default(false),
});

/** Bytes of bundles, in and out; and what a site's link asks for. */
export async function relayPlugin(app: FastifyInstance, env: Env): Promise<void> {
  await app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', (_request, _payload, done) => done(null));
    raw.post('/api/v1/relay/inbox', async (request) => takeFile(await contextOf(env, request), request.raw));
    raw.post('/relay/v1/inbox', async (request) => {
      await linkOf(env, request);
      return takeFile(systemCtx(env, 'link', 'web'), request.raw, { isLink: true });
    });
    raw.post('/api/v1/relay/releases', async (request) => {
      const ctx = await contextOf(env, request);
      permit(ctx, 'bundle.carry');
      const { name } = z.object({ name: z.string().max(200) }).parse(request.query);
      return keepRelease(ctx, { name, source: request.raw });
    });
    raw.post('/api/v1/relay/datagrams', async (request) => {
      permit(await contextOf(env, request), 'bundle.carry');
      return takeDatagrams(env, request.raw);
    });
  });
  app.get('/api/v1/relay/bundles/:site/:direction/:sequence/file', async (request, reply) => {
    permit(await contextOf(env, request), 'bundle.carry');
    const { sequence, ...which } = onBundle.parse(request.params);
    const wanted = query.parse(request.query);
    const db = env.databases.web;
    const { bundle, file, recipient } = await written(env, db, { ...which, sequence });
    const plain = readFile(db, file);
    const source = wanted.encrypt ? await encrypted(plain, recipient) : plain;
    const name = `${fileNameOf(bundle)}${wanted.encrypt ? '.age' : ''}`;
    return reply.headers(attachment(name)).send(Readable.from(source, { objectMode: false }));
  });
  app.get('/api/v1/relay/releases/:sha256/file', async (request, reply) => {
    const ctx = await contextOf(env, request);
    permit(ctx, 'bundle.carry');
    const { sha256 } = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }).parse(request.params);
    const { name, bytes } = await readRelease(ctx, sha256);
    return reply.headers(attachment(name)).send(Readable.from(bytes, { objectMode: false }));
  });
  app.get('/api/v1/relay/bundles/:site/:direction/:sequence/datagrams', async (request, reply) => {
    permit(await contextOf(env, request), 'bundle.carry');
    const { parts } = z.object({ parts: z.string().max(60_000).optional() }).parse(request.query);
    const { bundle, file } = await written(env, env.databases.web, onBundle.parse(request.params));
    const stream = await datagramStream(env, { ...bundle, file }, parts);
    return reply
      .headers({ 'content-type': 'application/octet-stream', 'cache-control': 'no-store' })
      .send(stream);
  });
  linkRoutes(app, env);
}

/** What a site's own link fetches, and asks. */
function linkRoutes(app: FastifyInstance, env: Env): void {
  app.get('/relay/v1/down', async (request, reply) => {
    const site = await linkOf(env, request);
    const { after } = z.object({ after: z.coerce.number().int().min(0).default(0) }).parse(request.query);
    const known = await loadSite(env.databases.web, site);
    if (known === null || known.stream === null) throw notFound('This site');
    const next = await findBundle(
      env.databases.web,
      { site, direction: 'down', stream: known.stream },
      after + 1,
    );
    if (next === null || next.file === null) return reply.status(204).send();
    return reply
      .headers(attachment(fileNameOf(next)))
      .send(Readable.from(readFile(env.databases.web, next.file), { objectMode: false }));
  });
  /** The last number that is here and those before it that are not, so that the site knows what to send again. */
  app.get('/relay/v1/up', async (request) => {
    const site = await linkOf(env, request);
    const known = await loadSite(env.databases.web, site);
    if (known === null || known.stream === null) throw notFound('This site');
    const last = await lastBundle(env.databases.web, { site, direction: 'up', stream: known.stream }, [
      'applied',
    ]);
    const line = { site, direction: 'up' as const, stream: known.stream };
    const missing = numbersOf(gapsOf(await coveredBy(env.databases.web, line)), missingMax);
    return { last: last?.sequence ?? 0, missing, now: env.clock.now().toISOString() };
  });
  app.get('/relay/v1/parts/:whole', async (request) => {
    await linkOf(env, request);
    const { whole } = z.object({ whole: z.string().regex(/^[0-9a-f]{64}$/) }).parse(request.params);
    // A site that does not say into how many parts it cut sends all of them.
    const { of } = z
      .object({ of: z.coerce.number().int().min(0).max(bundleLimits.parts).default(0) })
      .parse(request.query);
    const here = await partsHere(env.databases.web, { whole: Buffer.from(whole, 'hex'), parts: of });
    return { have: here.map(({ part }) => part) };
  });
}

interface Written {
  readonly bundle: StoredBundle;
  readonly file: string;
  /** Who shall read it. */
  readonly recipient: string;
}

async function written(
  env: Env,
  db: Db,
  { site, direction, sequence }: z.output<typeof onBundle>,
): Promise<Written> {
  const own = await readOwn(env, db);
  const known = own?.role === 'headquarters' ? await loadSite(db, site) : null;
  const stream = own?.role === 'site' && own.name === site ? own.stream : (known?.stream ?? null);
  const line: Line | null = stream === null ? null : { site, direction, stream };
  const bundle = line === null ? null : await findBundle(db, line, sequence);
  const recipient = own?.peer?.recipient ?? known?.recipient ?? null;
  if (bundle === null || bundle.file === null || bundle.state !== 'written' || recipient === null)
    throw notFound('This bundle');
  return { bundle, file: bundle.file, recipient };
}

function attachment(name: string): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  };
}

/** The site whose link asks. It may bring its bundles and fetch those for it, and nothing else. */
async function linkOf(env: Env, request: FastifyRequest): Promise<string> {
  const token = /^bearer (fml_[\w-]{20,100})$/i.exec(request.headers.authorization ?? '')?.[1];
  const site = token === undefined ? null : await siteOfLinkToken(env.databases.web, secretHash(token));
  if (site === null)
    throw new AppError('unauthenticated', 'The token of this link is missing, unknown or revoked.');
  return site;
}

async function contextOf(env: Env, request: FastifyRequest): Promise<Ctx> {
  const actor = await authenticate(env, request);
  if (actor === null)
    throw new AppError(
      'unauthenticated',
      'Please sign in, or send an API token as "Authorization: Bearer fm_…".',
    );
  return { env, actor, requestId: request.id, pool: 'web' };
}
