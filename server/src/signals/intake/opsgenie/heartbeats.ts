import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Env } from '#platform';
import { beatAs } from '../../heartbeats/beat.ts';
import { oneLine } from '../make-signal.ts';
import { senderOf } from '../sender.ts';
import { answer } from './answers.ts';
import { param } from './identifier.ts';

/** `/v2/heartbeats/{name}/ping`. A name heard of for the first time is remembered; somebody must then say how often to expect it. */
export async function pingHeartbeat(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  await beatAs(env, integration, oneLine(param(request, 'name').toWellFormed()));
  return answer(request, reply, { status: 202, body: { result: 'PONG - Heartbeat received' } });
}
