import { bundleBytesMax, digest } from '@fieldmarshal/contract/checks';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { permit, requestCtx } from '#identity';
import { notFound, type Env } from '#platform';
import { badgeOf } from './badge.ts';
import { artefactPlugin } from './blobs/artefact-plugin.ts';
import { hasBlob, storeBlob } from './blobs/blob-store.ts';
import { runnerPlugin } from './runner-plugin.ts';
import { traceViewerPlugin } from './trace-viewer/plugin.ts';

const onBadge = z.object({
  check: z
    .string()
    .max(70)
    .transform((file) => file.replace(/\.svg$/, '')),
});
/** HTTP beside the product API: what runners use, and bytes in and out. */
export async function checksPlugin(app: FastifyInstance, env: Env): Promise<void> {
  await runnerPlugin(app, env);
  await traceViewerPlugin(app);
  await artefactPlugin(app, env);
  await app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', (_request, _payload, done) => done(null));
    raw.put('/api/v1/check-bundles/:digest', async (request) => {
      permit(await requestCtx(env, request), 'check.write');
      const { digest: sha256 } = z.object({ digest }).parse(request.params);
      const bytes = await storeBlob(env, request.raw, { sha256, bytesMax: bundleBytesMax });
      return { digest: sha256, bytes };
    });
  });
  app.get('/api/v1/check-bundles/:digest', async (request) => {
    permit(await requestCtx(env, request), 'check.write');
    const { digest: sha256 } = z.object({ digest }).parse(request.params);
    if (!(await hasBlob(env.databases.web, sha256))) throw notFound('This bundle');
    return { digest: sha256, complete: true };
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
