import type { FastifyReply, FastifyRequest } from 'fastify';
import { stringify } from 'yaml';
import type { Env } from '#platform';
import { matcherText } from '../../core/matcher.ts';
import { unrouted, type Routing } from '../../core/routing.ts';
import { readRouting } from '../../routing.ts';
import { senderOf } from '../sender.ts';

const startedAt = new Date();

/** The version whose API this is: `amtool` warns its user on every call where it differs from its own. */
const version = '0.25.0';

/** Says what answers here, with our routes as the configuration. */
export async function getStatus(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await senderOf(env, request);
  return reply.type('application/json').send(
    JSON.stringify({
      cluster: { peers: [], status: 'disabled' },
      config: { original: stringify(configOf(await readRouting(env))) },
      uptime: startedAt.toISOString(),
      versionInfo: {
        branch: 'main',
        buildDate: '',
        buildUser: '',
        goVersion: '',
        revision: 'Fieldmarshal',
        version,
      },
    }),
  );
}

/** Our routes stand for Alertmanager's receivers. */
export async function getReceivers(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await senderOf(env, request);
  return reply
    .type('application/json')
    .send(JSON.stringify(receiverNames(await readRouting(env)).map((name) => ({ name }))));
}

function receiverNames({ routes }: Routing): string[] {
  return [...routes.map((route) => route.name), unrouted];
}

/** The routes as a configuration that Alertmanager's tools can read, so that `amtool config routes test` says where an alert goes. */
function configOf(routing: Routing) {
  return {
    route: {
      receiver: unrouted,
      routes: routing.routes.map(({ name, matchers, spec: { groupBy } }) => ({
        receiver: name,
        matchers: matchers.map(matcherText),
        ...(groupBy.length === 0 ? {} : { group_by: groupBy }),
      })),
    },
    receivers: receiverNames(routing).map((name) => ({ name })),
  };
}
