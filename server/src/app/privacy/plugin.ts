import { Readable } from 'node:stream';
import { objectName } from '@fieldmarshal/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { requestCtx } from '#identity';
import type { Env } from '#platform';
import { beginExport, streamPerson } from './export-person.ts';

/** Everything about a person, as JSON lines: a stream, so its size is no matter. */
export async function privacyPlugin(app: FastifyInstance, env: Env): Promise<void> {
  app.get('/api/v1/people/:person/export', async (request, reply) => {
    const ctx = await requestCtx(env, request);
    // Before the first byte: a refusal in the middle of a stream could not be told.
    const { person } = z.object({ person: objectName }).parse(request.params);
    await beginExport(ctx, person);
    return reply
      .headers({
        'content-type': 'application/x-ndjson; charset=utf-8',
        'content-disposition': `attachment; filename="${person}.ndjson"`,
        'cache-control': 'no-store',
      })
      .send(Readable.from(streamPerson(ctx, person)));
  });
}
