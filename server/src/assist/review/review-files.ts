import { incidentId } from '@fieldmarshal/contract/incidents';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { requestCtx } from '#identity';
import { getIncident } from '#incidents';
import type { Env } from '#platform';
import { draftReview } from '../summary/summarise-incident.ts';
import { reviewPdf } from './review-pdf.ts';
import { reviewPage, reviewPageHeaders } from './review-page.ts';

const place = z.object({ id: incidentId });
const asked = z.object({ by: z.enum(['rules', 'model']).default('rules') });

/** A review as files for people: Markdown, PDF, and a page for paper. In fields it is `GET /incidents/{id}/review`. */
export async function reviewFilesPlugin(app: FastifyInstance, env: Env): Promise<void> {
  app.get('/api/v1/incidents/:id/review.md', async (request, reply) => {
    const ctx = await requestCtx(env, request);
    const { id } = place.parse(request.params);
    const { markdown } = await draftReview(ctx, { id, ...asked.parse(request.query) });
    return reply
      .headers({
        'content-type': 'text/markdown; charset=utf-8',
        'content-disposition': `attachment; filename="${id}-review.md"`,
        'cache-control': 'no-store',
      })
      .send(markdown);
  });

  app.get('/api/v1/incidents/:id/review.html', async (request, reply) => {
    const ctx = await requestCtx(env, request);
    const { id } = place.parse(request.params);
    const { markdown } = await draftReview(ctx, { id, ...asked.parse(request.query) });
    const incident = await getIncident(ctx, { id });
    return reply.headers(reviewPageHeaders).send(reviewPage(incident, markdown, env.clock.now()));
  });

  app.get('/api/v1/incidents/:id/review.pdf', async (request, reply) => {
    const ctx = await requestCtx(env, request);
    const { id } = place.parse(request.params);
    const { markdown } = await draftReview(ctx, { id, ...asked.parse(request.query) });
    const pdf = await reviewPdf(await getIncident(ctx, { id }), markdown);
    return reply
      .headers({
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="${id}-review.pdf"`,
        'cache-control': 'no-store',
      })
      .send(Buffer.from(pdf));
  });
}
