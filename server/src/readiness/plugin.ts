import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { authenticate, permit } from '#identity';
import { notFound, type Env } from '#platform';
import { readBoard } from './board.ts';
import { readinessBadge } from './core/badge.ts';
import { sumOf } from './core/score.ts';

const onBadge = z.object({
  product: z
    .string()
    .max(70)
    .transform((file) => file.replace(/\.svg$/, '')),
});

/** The badge of a product, for whoever may see readiness. */
export async function readinessPlugin(app: FastifyInstance, env: Env): Promise<void> {
  app.get('/badges/readiness/:product', async (request, reply) => {
    const { product } = onBadge.parse(request.params);
    const actor = await authenticate(env, request);
    // Without signing in, every product looks like one that does not exist.
    if (actor === null) throw notFound('This product');
    const ctx = { env, actor, requestId: request.id, pool: 'web' } as const;
    permit(ctx, 'readiness.read');
    const board = await readBoard(ctx);
    const found = board.catalog.get('Product', product);
    if (!found) throw notFound('This product');
    const results = board.results.get(product);
    const sum = results ? sumOf(board.standards, results, board.exempt.names(product)) : null;
    return reply
      .headers({ 'cache-control': 'no-cache', 'content-security-policy': "default-src 'none'; sandbox" })
      .type('image/svg+xml; charset=utf-8')
      .send(readinessBadge(found.spec.displayName ?? product, sum));
  });
}
