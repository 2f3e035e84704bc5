import { given, ownDashboard } from '@fieldmarshal/contract/feedback';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readCatalog } from '#catalog';
import { AppError, inTransaction, notFound, systemCtx, type Env } from '#platform';
import { embedScript } from './embed-script.ts';
import { takeFeedback } from './give-feedback.ts';
import { hourly } from './hourly.ts';

const bodyBytesMax = 16 * 1024;
/** From one address; a company behind one is many. */
const answersAnHourMax = 60;
const asked = z.object({ dashboard: z.string().max(63) });

/**
 * `/feedback/embed.js` and what it asks and sends, for pages of the origins that a Dashboard names. Nobody is signed in here, no cookie is
 * read or set, and the address that something came from is kept nowhere.
 */
export async function feedbackPlugin(parent: FastifyInstance, env: Env): Promise<void> {
  const allowed = hourly(answersAnHourMax);
  await parent.register(async (app) => {
    app.addContentTypeParser('text/plain', { parseAs: 'string', bodyLimit: bodyBytesMax }, (_r, body, done) =>
      done(null, body),
    );
    app.get('/feedback/embed.js', async (_request, reply) =>
      reply
        .headers({ 'cross-origin-resource-policy': 'cross-origin', 'cache-control': 'public, max-age=3600' })
        .type('text/javascript; charset=utf-8')
        .send(embedScript),
    );
    app.get('/feedback/embed', async (request, reply) => {
      const { dashboard } = asked.parse(request.query);
      const { spec } = await collecting(env, request, dashboard);
      return open(request, reply).send({ tasks: spec.tasks });
    });
    app.post('/feedback/embed', async (request, reply) => {
      const body = bodyOf(request);
      const { dashboard } = asked.parse(body);
      const { spec } = await collecting(env, request, dashboard);
      // Before anything is refused: the page has to be able to read why, and whether it is any use to send it again.
      open(request, reply);
      const said = given.parse(body);
      if (!allowed(request.ip, env.clock.now().getTime()))
        throw new AppError('rate-limited', 'That were many answers. Please try again later.', {
          retryAfterS: 3_600,
        });
      await inTransaction(systemCtx(env, 'feedback', 'web'), async (tx) =>
        takeFeedback(tx, { dashboard, spec, said, by: null }),
      );
      return reply.send({ counted: true });
    });
  });
}

/** The dashboard, where it collects and the page that asks is one of its own; else it looks like one that does not exist. */
async function collecting(env: Env, request: FastifyRequest, name: string) {
  const object = (await readCatalog(env)).get('Dashboard', name);
  const { origin } = request.headers;
  if (!object?.spec.collect || name === ownDashboard || origin === undefined)
    throw notFound('This dashboard');
  if (!object.spec.origins.includes(origin)) throw notFound('This dashboard');
  return object;
}

/** Lets the page that asks read the answer. */
function open(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.headers({
    'access-control-allow-origin': request.headers.origin ?? '',
    ...{ vary: 'Origin', 'cache-control': 'no-store', 'cross-origin-resource-policy': 'cross-origin' },
  });
}

function bodyOf({ body }: FastifyRequest): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    throw new AppError('invalid', 'The body is no JSON.');
  }
}
