import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Env } from '#platform';
import { fingerprint } from '../../core/fingerprint.ts';
import type { Integration, Labels, Signal } from '../../core/signal.ts';
import { invalid, isRecord, limits, parseJson, readText } from '../body.ts';
import { batcherOf } from '../intake.ts';
import { instant, labelRecord, optionalText } from '../fields.ts';
import { makeSignal } from '../make-signal.ts';
import { keepForLater } from '../keep-for-later.ts';
import { senderOf } from '../sender.ts';
import { titleOf } from './parse-alerts.ts';

/** Webhooks of Alertmanager (version 4) and Grafana. 200 once stored; JSON that is no such webhook is kept, 202. */
export async function postWebhook(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const text = await readText(request);
  const body = parseJson(text);
  if (!isRecord(body) || !Array.isArray(body['alerts'])) {
    return keepForLater({
      env,
      request,
      reply,
      integration,
      text,
      reason: 'not an Alertmanager or Grafana webhook: "alerts" is not an array',
    });
  }
  await batcherOf(env).accept(parseWebhook(body['alerts'], integration));
  return reply.status(200).send({ status: 'success' });
}

export function parseWebhook(alerts: readonly unknown[], integration: Integration): Signal[] {
  if (alerts.length > limits.signals) throw invalid('alerts', `holds more than ${limits.signals} alerts`);
  return alerts.map((alert, index) => toSignal(alert, { path: `alerts[${index}]`, integration }));
}

function toSignal(alert: unknown, { path, integration }: { path: string; integration: Integration }): Signal {
  if (!isRecord(alert)) throw invalid(path, 'must be an object');
  const status = alert['status'];
  if (status !== 'firing' && status !== 'resolved')
    throw invalid(`${path}.status`, 'must be "firing" or "resolved"');
  const labels = labelRecord(alert['labels'], `${path}.labels`);
  if (Object.keys(labels).length === 0) throw invalid(`${path}.labels`, 'must hold at least one label');
  const annotations = {
    ...labelRecord(alert['annotations'] ?? {}, `${path}.annotations`, Infinity),
    ...extras(alert),
  };
  return makeSignal({
    integration,
    source: 'webhook',
    action: status === 'firing' ? 'fire' : 'resolve',
    key: fingerprint(labels),
    title: titleOf(labels, annotations),
    labels,
    annotations,
    link: optionalText(alert['generatorURL'], `${path}.generatorURL`) ?? null,
    startsAt: instant(alert['startsAt'], `${path}.startsAt`),
    endsAt: status === 'resolved' ? instant(alert['endsAt'], `${path}.endsAt`) : null,
    // The webhook's sender tells us of the end; it repeats too seldom for a time-out.
    expiresAfterMs: null,
    keepsHistory: false,
    countsDurably: true,
  });
}

/** What Grafana adds, under names that people recognise. */
function extras(alert: Record<string, unknown>): Labels {
  const found: Record<string, string> = {};
  for (const name of ['dashboardURL', 'panelURL', 'silenceURL', 'imageURL', 'valueString']) {
    const value = alert[name];
    if (typeof value === 'string' && value !== '') found[name] = value;
  }
  return found;
}
