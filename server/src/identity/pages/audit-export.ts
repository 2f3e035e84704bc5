import { Readable } from 'node:stream';
import { auditFilter } from '@fieldmarshal/contract/identity';
import type { FastifyInstance } from 'fastify';
import { AppError, type Ctx, type Env } from '#platform';
import { exportAudit } from '../audit/export.ts';
import { recordRead } from '../audit/record-read.ts';
import { permit } from '../permit.ts';
import { authenticate } from '../sessions/authenticate.ts';

/** The audit log as JSON lines, newest first, filtered like the list; a stream, so its size is no matter. */
export function auditExport(app: FastifyInstance, env: Env): void {
  app.get('/api/v1/audit/export', async (request, reply) => {
    const actor = await authenticate(env, request);
    if (actor === null) throw new AppError('unauthenticated', 'Please sign in, or send an API token.');
    const ctx: Ctx = { env, actor, requestId: request.id, pool: 'web' };
    // Before the first byte: a refusal in the middle of a stream could not be told.
    permit(ctx, 'audit.read');
    const filter = auditFilter.parse(request.query);
    await recordRead(ctx, { action: 'audit.exported', subject: 'audit', after: filter });
    return reply
      .headers({
        'content-type': 'application/x-ndjson; charset=utf-8',
        'content-disposition': 'attachment; filename="audit.ndjson"',
        'cache-control': 'no-store',
      })
      .send(Readable.from(exportAudit(ctx, filter)));
  });
}
