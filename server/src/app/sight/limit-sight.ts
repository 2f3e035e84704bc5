import type { Actor } from '@fieldmarshal/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readSight } from '#catalog';
import { authenticate } from '#identity';
import { withoutSight, withSight, type Env, type Sight } from '#platform';

/**
 * Routes at which people see what is about incidents, by the names that they were given: an address may be written in many ways
 * (`/%61pi/v1/…`) that all lead there. The first paint asks by itself, and pages with a link show that page only.
 */
const looked = /^\/(api\/v1|badges|c)\//;

/** From here on, a request sees as far as whoever sends it: every query of it finds filtered rows. */
export function limitSight(app: FastifyInstance, env: Env): void {
  const limited = new WeakMap<FastifyRequest, { readonly actor: Actor; readonly sight: Sight }>();
  app.addHook('preHandler', async (request) => {
    if (!looked.test(request.routeOptions.url ?? '')) return;
    const actor = await authenticate(env, request);
    if (actor === null) return;
    const sight = await readSight(env, actor);
    if (sight === null) withoutSight(actor);
    else limited.set(request, { actor, sight });
  });
  // What runs after this, streams of an answer included, is within the call of `done`.
  app.addHook('preHandler', (request, _reply, done) => {
    const found = limited.get(request);
    if (found === undefined) done();
    else withSight(found.actor, found.sight, () => done());
  });
}
