import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Env } from '#platform';
import { senderOf } from '../sender.ts';
import { findSent, type SentAlert } from '../../store/senders/sent-alert-store.ts';
import { answer, OpsgenieRefusal } from './answers.ts';
import { addressedAlert, param } from './identifier.ts';
import { readRequestId, type OpsgenieAction } from './request-id.ts';

const outcomes: Readonly<Record<OpsgenieAction, string>> = {
  Create: 'Created alert',
  Close: 'Closed alert',
  Acknowledge: 'Acknowledged alert',
  AddNote: 'Added note',
  UpdateMessage: 'Updated message',
  UpdateDescription: 'Updated description',
};

/** `GET /v2/alerts/requests/{requestId}`: what came of it. Everything is stored before its 202, so there is no waiting. */
export async function getRequest(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const requestId = param(request, 'requestId');
  const asked = readRequestId(requestId);
  if (asked === null)
    throw new OpsgenieRefusal(404, 'Request not found. It might not be processed, yet.', {
      requestId: 'is not one that this API gave',
    });
  const alert = await findSent(env.databases.intake, integration.id, { key: asked.key });
  const success = alert !== null;
  const data = {
    success,
    isSuccess: success,
    action: asked.action,
    processedAt: new Date(asked.at).toISOString(),
    integrationId: integration.id,
    status: success ? outcomes[asked.action] : 'Alert does not exist',
    alertId: alert === null ? '' : String(alert.id),
    alias: alert === null ? '' : alert.key,
  };
  return answer(request, reply, { status: 200, body: { data }, requestId });
}

/** `GET /v2/alerts/{identifier}`: one that this key's integration has sent. */
export async function getAlert(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const alert = await addressedAlert(env, integration, request);
  if (alert === null)
    throw new OpsgenieRefusal(404, 'Alert could not be found.', {
      identifier: 'no alert of this integration has it',
    });
  return answer(request, reply, { status: 200, body: { data: alertData(alert) } });
}

function alertData(alert: SentAlert): object {
  const { description = '', ...annotations } = alert.annotations;
  const { priority = 'P3', tags = '', source = '', entity = '', ...labels } = alert.labels;
  return {
    id: String(alert.id),
    tinyId: String(alert.id),
    alias: alert.key,
    message: alert.title,
    status: alert.state === 'resolved' ? 'closed' : 'open',
    acknowledged: alert.state === 'acknowledged',
    count: alert.count,
    priority,
    source,
    entity,
    tags: tags === '' ? [] : tags.split(','),
    description,
    details: { ...annotations, ...labels },
    createdAt: alert.receivedAt.toISOString(),
    lastOccurredAt: alert.lastSeenAt.toISOString(),
    updatedAt: alert.changedAt.toISOString(),
  };
}
