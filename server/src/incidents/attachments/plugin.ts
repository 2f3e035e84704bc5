import multipart from '@fastify/multipart';
import { incidentId } from '@fieldmarshal/contract/incidents';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { leadTo, permit, requestCtx, shownElsewhere } from '#identity';
import { AppError, checkSignedLink, notFound, type Env } from '#platform';
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
    const ctx = await requestCtx(env, request);
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
    const ctx = await requestCtx(env, request);
    permit(ctx, 'incident.read');
    const wanted = wantedOf(request);
    const file = await attachmentOf(env, wanted);
    const link = await shownElsewhere(ctx, request, pathOf(wanted));
    return link === null ? send(reply, file, wanted) : leadTo(reply, link);
  });

  for (const way of ['inline', 'saved'])
    app.get(
      `/artefacts/${way}/:id/:attachment`,
      { config: { artefacts: 'only' } },
      async (request, reply) => {
        const wanted = { ...wantedOf(request), isInline: way === 'inline' };
        await checkSignedLink(env, pathOf(wanted), request.query);
        const file = await attachmentOf(env, wanted);
        return send(reply.headers(apartHeaders), file, wanted);
      },
    );
}

interface Wanted {
  /** Null where no attachment can have this address. */
  readonly key: { readonly incidentId: string; readonly id: string } | null;
  readonly isInline: boolean;
}

function wantedOf({ params, query }: { params: unknown; query: unknown }): Wanted {
  const found = named.safeParse(params);
  return {
    key: found.success ? { incidentId: found.data.id, id: found.data.attachment } : null,
    isInline: z.object({ inline: z.string() }).safeParse(query).success,
  };
}

function pathOf({ key, isInline }: Wanted): string {
  return `/artefacts/${isInline ? 'inline' : 'saved'}/${key?.incidentId}/${key?.id}`;
}

type Attachment = NonNullable<Awaited<ReturnType<typeof loadAttachment>>>;

async function attachmentOf(env: Env, { key }: Wanted): Promise<Attachment> {
  const file = key === null ? null : await loadAttachment(env.databases.web, key);
  if (file === null) throw notFound('This file');
  return file;
}

function send(reply: FastifyReply, file: Attachment, { isInline }: Wanted): FastifyReply {
  const kind = isInline && inlineTypes.has(file.contentType) ? 'inline' : 'attachment';
  return reply
    .headers({
      'content-type': file.contentType,
      'content-disposition': contentDisposition(kind, file.name),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'private, max-age=86400, immutable',
    })
    .send(file.content);
}

/** Our pages show its pictures. */
const apartHeaders = { 'cross-origin-resource-policy': 'cross-origin', 'referrer-policy': 'no-referrer' };
