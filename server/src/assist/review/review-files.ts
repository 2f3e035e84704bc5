import { incidentId } from '@fieldmarshal/contract/incidents';
import type { FastifyInstance, FastifyRequest } from 'fastify';
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
  const draftFor = async (request: FastifyRequest) => {
    const ctx = await requestCtx(env, request);
    const { id } = place.parse(request.params);
    const { markdown } = await draftReview(ctx, { id, ...asked.parse(request.query) });
    return { ctx, id, markdown };
  };

  app.get('/api/v1/incidents/:id/review.md', async (request, reply) => {
    const { id, markdown } = await draftFor(request);
    return reply.headers(fileHeaders('text/markdown; charset=utf-8', `${id}-review.md`)).send(markdown);
  });

  app.get('/api/v1/incidents/:id/review.html', async (request, reply) => {
    const { ctx, id, markdown } = await draftFor(request);
    const incident = await getIncident(ctx, { id });
    return reply.headers(reviewPageHeaders).send(reviewPage(incident, markdown, env.clock.now()));
  });

  app.get('/api/v1/incidents/:id/review.pdf', async (request, reply) => {
    const { ctx, id, markdown } = await draftFor(request);
    const pdf = await reviewPdf(await getIncident(ctx, { id }), markdown);
    return reply.headers(fileHeaders('application/pdf', `${id}-review.pdf`)).send(Buffer.from(pdf));
  });
}

function fileHeaders(type: string, name: string): Record<string, string> {
  return {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  };
}
