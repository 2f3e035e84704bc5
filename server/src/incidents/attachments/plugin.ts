import multipart from '@fastify/multipart';
import { incidentId } from '@fieldmarshal/contract/incidents';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { authenticate, permit } from '#identity';
import { AppError, notFound, type Ctx, type Env } from '#platform';
import { contentDisposition } from '../core/file-name.ts';
import { inlineTypes } from '../core/sniff.ts';
import { addAttachment, attachmentLimits } from './add.ts';
import { loadAttachment } from './store.ts';

const place = z.object({ id: incidentId });
const named = place.extend({ attachment: z.string().regex(/^[0-9a-f]{24}$/) });
const path = '/api/v1/incidents/:id/attachments';

/** Evidence goes in and out as bytes, outside the JSON API: multipart in, a download (or a picture) out. */
export async function incidentsPlugin(app: FastifyInstance, env: Env): Promise<void> {
  await app.register(multipart, {
    limits: { fileSize: attachmentLimits.bytes, files: 1, fields: 10, fieldSize: 1_000, parts: 20 },
  });

  app.post(path, { bodyLimit: attachmentLimits.bytes + 64 * 1024 }, async (request, reply) => {
    const ctx = await contextOf(env, request);
    const { id } = place.parse(request.params);
    permit(ctx, 'incident.attach');
    const file = request.isMultipart() ? await request.file() : undefined;
    if (file === undefined)
      throw new AppError('invalid', 'file: send multipart/form-data with one file in the field "file"', {
        faults: [{ path: 'file', message: 'is missing' }],
      });
    const content = await file.toBuffer();
    const stored = await addAttachment(ctx, { incidentId: id, name: file.filename, content });
    return reply.status(201).send(stored);
  });

  app.get(`${path}/:attachment`, async (request, reply) => {
    const ctx = await contextOf(env, request);
    permit(ctx, 'incident.read');
    const found = named.safeParse(request.params);
    const key = found.success ? { incidentId: found.data.id, id: found.data.attachment } : null;
    const file = key === null ? null : await loadAttachment(env.databases.web, key);
    if (file === null) throw notFound('This file');
    const wantsInline = z.object({ inline: z.string() }).safeParse(request.query).success;
    const inline = wantsInline && inlineTypes.has(file.contentType);
    return reply
      .headers({
        'content-type': file.contentType,
        'content-disposition': contentDisposition(inline ? 'inline' : 'attachment', file.name),
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
        'cache-control': 'private, max-age=86400, immutable',
      })
      .send(file.content);
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
