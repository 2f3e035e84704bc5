import type { FastifyInstance } from 'fastify';
import { AppError, type Env } from '#platform';
import { alertmanagerRoutes } from './alertmanager/routes.ts';
import { postWebhook } from './alertmanager/webhook.ts';
import { takeRawBodies } from './body.ts';
import { eventsRoutes } from './events/routes.ts';
import { heartbeatRoutes } from './heartbeat-routes.ts';
import { opsgenieRoutes } from './opsgenie/routes.ts';
import { pagerdutyRoutes } from './pagerduty/routes.ts';

/** Every intake endpoint; each protocol in a scope of its own, since each has its own way of refusing. Keys may stand in the path. */
export async function signalsPlugin(app: FastifyInstance, env: Env): Promise<void> {
  await app.register(async (intake) => {
    takeRawBodies(intake);
    for (const prefix of ['/intake', '/intake/k/:key']) {
      await intake.register(async (scope) => alertmanagerRoutes(scope, env), {
        prefix: `${prefix}/alertmanager`,
      });
      await intake.register(async (scope) => pagerdutyRoutes(scope, env), { prefix: `${prefix}/pagerduty` });
      await intake.register(async (scope) => opsgenieRoutes(scope, env), { prefix: `${prefix}/opsgenie` });
      await intake.register(async (scope) => eventsRoutes(scope, env), { prefix: `${prefix}/events` });
      await intake.register(async (scope) => webhookRoutes(scope, env), {
        prefix: `${prefix}/alertmanager/webhook`,
      });
    }
    await intake.register(async (scope) => heartbeatRoutes(scope, env), { prefix: '/intake/heartbeat' });
  });
}

async function webhookRoutes(app: FastifyInstance, env: Env): Promise<void> {
  app.post('/', async (request, reply) => postWebhook(env, request, reply));
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/',
    handler: async (_request, reply) => {
      reply.header('allow', 'POST');
      throw new AppError('method-not-allowed', 'Webhooks are sent with POST.');
    },
  });
}
