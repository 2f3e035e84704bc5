import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { notFound } from '#platform';
import { viewerFiles } from './files.ts';

/**
 * Only what the viewer needs, and nothing from elsewhere. Pages inside of traces come from who knows where: the viewer shows them without
 * their scripts, under a policy of their own that allows no other, and here they may reach nothing but this server.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' data: blob:",
  "frame-src 'self' data: blob:",
  "manifest-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const options = { config: { artefacts: 'preferred' } } as const;
const onFile = z.object({ '*': z.string().max(200) });

/**
 * Playwright's trace viewer under `/trace-viewer/`, offline, at the origin of artefacts where there is one: it shows pages from who knows
 * where, and reads traces there by signed links. Elsewhere it reads them with the session of who looks. Its own files are no secret.
 */
export async function traceViewerPlugin(app: FastifyInstance): Promise<void> {
  app.get('/trace-viewer/', options, async (_request, reply) => send(reply, ''));
  app.get('/trace-viewer/*', options, async (request, reply) =>
    send(reply, onFile.parse(request.params)['*']),
  );
}

function send(reply: FastifyReply, path: string): FastifyReply {
  const file = viewerFiles().get(path);
  if (file === undefined) throw notFound('This file of the trace viewer');
  return reply
    .headers({
      'content-type': file.type,
      'content-security-policy': policy,
      'x-frame-options': 'SAMEORIGIN',
      'cache-control': 'no-cache',
    })
    .send(file.bytes);
}
