import { Readable } from 'node:stream';
import { bundleBytesMax, digest } from '@fieldmarshal/contract/checks';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { authenticate, permit } from '#identity';
import { AppError, notFound, type Ctx, type Env } from '#platform';
import { badgeOf } from './badge.ts';
import { artefactsOf } from './blobs/artefact-store.ts';
import { hasBlob, readBlob, storeBlob } from './blobs/blob-store.ts';
import { runnerPlugin } from './runner-plugin.ts';
import { traceViewerPlugin } from './trace-viewer/plugin.ts';

const onArtefact = z.object({ id: z.uuid(), name: z.string().max(120) });
const onBadge = z.object({
  check: z
    .string()
    .max(70)
    .transform((file) => file.replace(/\.svg$/, '')),
});
/** Shown in place; everything else is saved. Nothing that can hold a script is among them. */
const inlineTypes = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'video/webm',
  'video/mp4',
  'text/plain',
]);

/** HTTP beside the product API: what runners use, and bytes in and out. */
export async function checksPlugin(app: FastifyInstance, env: Env): Promise<void> {
  await runnerPlugin(app, env);
  await traceViewerPlugin(app);
  await app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', (_request, _payload, done) => done(null));
    raw.put('/api/v1/check-bundles/:digest', async (request) => {
      permit(await contextOf(env, request), 'check.write');
      const { digest: sha256 } = z.object({ digest }).parse(request.params);
      const bytes = await storeBlob(env, request.raw, { sha256, bytesMax: bundleBytesMax });
      return { digest: sha256, bytes };
    });
  });
  app.get('/api/v1/check-bundles/:digest', async (request) => {
    permit(await contextOf(env, request), 'check.write');
    const { digest: sha256 } = z.object({ digest }).parse(request.params);
    if (!(await hasBlob(env.databases.web, sha256))) throw notFound('This bundle');
    return { digest: sha256, complete: true };
  });
  app.get('/api/v1/runs/:id/artefacts/:name', async (request, reply) => {
    permit(await contextOf(env, request), 'check.read');
    const { id, name } = onArtefact.parse(request.params);
    const artefact = (await artefactsOf(env.databases.web, id)).find((each) => each.name === name);
    if (artefact?.state === 'removed')
      throw new AppError('gone', 'This artefact was removed: it was too old, or there was no room.');
    if (artefact?.state !== 'stored') throw notFound('This artefact');
    const inline = inlineTypes.has(artefact.contentType);
    return reply
      .headers({
        'content-type': inline ? artefact.contentType : 'application/octet-stream',
        'content-length': artefact.bytes,
        'content-disposition': `${inline ? 'inline' : 'attachment'}; filename="${artefact.name}"`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'self'",
        'cache-control': 'private, max-age=86400, immutable',
      })
      .send(Readable.from(readBlob(env.databases.web, artefact.sha256)));
  });
  app.get('/badges/checks/:check', async (request, reply) => {
    const { check } = onBadge.parse(request.params);
    const { environment } = z.object({ environment: z.string().max(63).optional() }).parse(request.query);
    const svg = await badgeOf(env, request, { check, environment });
    return reply
      .headers({ 'cache-control': 'no-cache', 'content-security-policy': "default-src 'none'; sandbox" })
      .type('image/svg+xml; charset=utf-8')
      .send(svg);
  });
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
