import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { leadTo, permit, requestCtx, shownElsewhere } from '#identity';
import { AppError, checkSignedLink, notFound, type Env } from '#platform';
import { artefactsOf, type StoredArtefact } from './artefact-store.ts';
import { readBlob } from './blob-store.ts';

const onArtefact = z.object({ id: z.uuid(), name: z.string().max(120) });
const onQuery = z.object({ view: z.literal('trace').optional() });
/** Shown in place; everything else is saved. Nothing that can hold a script is among them. */
const inlineTypes = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'video/webm',
  'video/mp4',
  'text/plain',
]);
/** Shown only where nothing of ours is, and without their scripts. */
const pageTypes = new Set(['text/html', 'image/svg+xml']);

/** What runs left behind, to those who may see the run. Browsers are shown it at the origin of artefacts, where there is one. */
export async function artefactPlugin(app: FastifyInstance, env: Env): Promise<void> {
  app.get('/api/v1/runs/:id/artefacts/:name', async (request, reply) => {
    const ctx = await requestCtx(env, request);
    permit(ctx, 'check.read');
    const key = onArtefact.parse(request.params);
    const { view } = onQuery.parse(request.query);
    const artefact = await storedArtefact(env, key);
    const link = await shownElsewhere(ctx, request, pathOf(key));
    if (view === 'trace') return leadTo(reply, viewerOf(link ?? request.url.replace(/\?.*/u, '')));
    return link === null ? send(env, reply, { artefact, isApart: false }) : leadTo(reply, link);
  });
  app.get('/artefacts/runs/:id/:name', { config: { artefacts: 'only' } }, async (request, reply) => {
    const key = onArtefact.parse(request.params);
    await checkSignedLink(env, pathOf(key), request.query);
    return send(env, reply, { artefact: await storedArtefact(env, key), isApart: true });
  });
}

type Key = z.output<typeof onArtefact>;

function pathOf({ id, name }: Key): string {
  return `/artefacts/runs/${id}/${encodeURIComponent(name)}`;
}

/** The viewer beside the trace: the two must be of one origin. */
function viewerOf(trace: string): string {
  const query = new URLSearchParams({ trace }).toString();
  return `${trace.startsWith('/') ? '' : new URL(trace).origin}/trace-viewer/?${query}`;
}

async function storedArtefact(env: Env, { id, name }: Key): Promise<StoredArtefact> {
  const artefact = (await artefactsOf(env.databases.web, id)).find((each) => each.name === name);
  if (artefact?.state === 'removed')
    throw new AppError('gone', 'This artefact was removed: it was too old, or there was no room.');
  if (artefact?.state !== 'stored') throw notFound('This artefact');
  return artefact;
}

function send(
  env: Env,
  reply: FastifyReply,
  { artefact, isApart }: { readonly artefact: StoredArtefact; readonly isApart: boolean },
): FastifyReply {
  const { contentType, name, bytes, sha256 } = artefact;
  const isInline = inlineTypes.has(contentType) || (isApart && pageTypes.has(contentType));
  return reply
    .headers({
      'content-type': isInline ? contentType : 'application/octet-stream',
      'content-length': bytes,
      'content-disposition': `${isInline ? 'inline' : 'attachment'}; filename="${name}"`,
      'cache-control': 'private, max-age=86400, immutable',
      ...(isApart ? apartHeaders : hereHeaders),
    })
    .send(Readable.from(readBlob(env.databases.web, sha256)));
}

const hereHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'self'",
};

/** In a sandbox without scripts, with what a page carries in itself; our pages may show its pictures. */
const apartHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "sandbox; default-src 'none'; img-src data:; media-src 'self' data:; font-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
};
