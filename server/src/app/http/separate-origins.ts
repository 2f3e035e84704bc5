import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError, artefactOrigin, isAtArtefacts, type Config, type Env } from '#platform';

/**
 * Two origins on one port: at that of artefacts there are the bytes that came from outside, and neither pages, cookies nor the API; at
 * every other one these, and no such bytes. A script that got into an artefact finds itself where there is nothing to take.
 */
export function separateOrigins(app: FastifyInstance, { config }: Env): void {
  app.addHook('onRequest', (request, _reply, done) => {
    if (isHere(config, request)) done();
    else done(new AppError('not-found', 'There is nothing at this address.'));
  });
}

function isHere(config: Config, request: FastifyRequest): boolean {
  const { artefacts } = request.routeOptions.config;
  if (isAtArtefacts(config, request)) return artefacts !== undefined;
  return artefacts === undefined || (artefacts === 'preferred' && artefactOrigin(config, request) === null);
}
