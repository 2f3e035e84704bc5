import type { Integration, Labels, Signal } from '../../core/signal.ts';
import type { NewChange } from '../../records/record-change.ts';
import { isRecord } from '../body.ts';
import { instant, spread } from '../fields.ts';
import { makeSignal } from '../make-signal.ts';

/** What is wrong with an event, in PagerDuty's words. */
export class PdFaults extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('; '));
    this.name = 'PdFaults';
    this.faults = faults;
  }
}

const actions = { trigger: 'fire', acknowledge: 'acknowledge', resolve: 'resolve' } as const;
const severities = new Set(['critical', 'warning', 'error', 'info']);
const keyLengthMax = 255;
const summaryLengthMax = 1_024;

interface Options {
  readonly integration: Integration;
  /** For a trigger without one. */
  readonly newKey: () => string;
}

/** One event of Events API v2. Throws {@link PdFaults} with every fault found. */
export function parseEvent(body: Record<string, unknown>, { integration, newKey }: Options): Signal {
  const faults: string[] = [];
  const action = actionOf(body['event_action'], faults);
  const key = keyOf(body, action, faults);
  const payload = isRecord(body['payload']) ? body['payload'] : null;
  if (action === 'fire') checkPayload(body, payload, faults);
  if (faults.length > 0) throw new PdFaults(faults);
  const { labels, annotations } = payload ? contentOf(payload) : { labels: {}, annotations: {} };
  const summary = text(payload?.['summary']);
  return makeSignal({
    integration,
    source: 'pagerduty',
    action,
    key: key ?? newKey(),
    title: summary ?? 'Event without a summary',
    labels,
    annotations: {
      ...annotations,
      ...(summary !== undefined && summary.length > 200 ? { summary } : {}),
      ...clientOf(body),
    },
    link: linkOf(body),
    startsAt: action === 'fire' ? timestampOf(payload) : null,
    endsAt: null,
    expiresAfterMs: null,
    keepsHistory: false,
    countsDurably: true,
  });
}

function actionOf(value: unknown, faults: string[]): Signal['action'] {
  if (text(value) === undefined) faults.push("'event_action' is missing or blank");
  else if (value === 'trigger' || value === 'acknowledge' || value === 'resolve') return actions[value];
  else
    faults.push(
      "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
    );
  return 'fire';
}

function keyOf(
  body: Record<string, unknown>,
  action: Signal['action'],
  faults: string[],
): string | undefined {
  const given = body['dedup_key'];
  const key = text(given);
  if (given !== undefined && given !== null && typeof given !== 'string')
    faults.push("'dedup_key' is not a string");
  else if (key === undefined && action !== 'fire') faults.push("'dedup_key' is missing or blank");
  else if (key !== undefined && key.length > keyLengthMax)
    faults.push(`'dedup_key' is longer than ${keyLengthMax} characters`);
  return key;
}

function checkPayload(
  body: Record<string, unknown>,
  payload: Record<string, unknown> | null,
  faults: string[],
): void {
  if (!payload) {
    faults.push(
      body['payload'] === undefined ? "'payload' is missing or blank" : "'payload' is not an object",
    );
    return;
  }
  for (const name of ['summary', 'source'])
    if (text(payload[name]) === undefined) faults.push(`'payload.${name}' is missing or blank`);
  if ((text(payload['summary'])?.length ?? 0) > summaryLengthMax)
    faults.push(`'payload.summary' is longer than ${summaryLengthMax} characters`);
  const severity = text(payload['severity']);
  if (severity === undefined) faults.push("'payload.severity' is missing or blank");
  else if (!severities.has(severity))
    faults.push(
      "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    );
  for (const name of ['component', 'group', 'class'])
    if (payload[name] !== undefined && payload[name] !== null && typeof payload[name] !== 'string')
      faults.push(`'payload.${name}' is not a string`);
  if (timestampOrFault(payload) === undefined)
    faults.push("'payload.timestamp' is invalid (must be in ISO 8601 format)");
}

function timestampOf(payload: Record<string, unknown> | null): number | null {
  return (payload && timestampOrFault(payload)) ?? null;
}

/** `undefined` where there is one that cannot be read. */
function timestampOrFault(payload: Record<string, unknown>): number | null | undefined {
  try {
    return instant(payload['timestamp'], 'timestamp');
  } catch {
    return undefined;
  }
}

function contentOf(payload: Record<string, unknown>): { labels: Labels; annotations: Labels } {
  const labels: Record<string, string> = {};
  for (const name of ['severity', 'source', 'component', 'group', 'class']) {
    const value = text(payload[name]);
    if (value !== undefined) labels[name] = value.slice(0, 1_000).toWellFormed();
  }
  const details = payload['custom_details'];
  if (isRecord(details)) return spread(details, labels);
  return {
    labels,
    annotations:
      details === undefined || details === null
        ? {}
        : { details: typeof details === 'string' ? details : JSON.stringify(details) },
  };
}

function clientOf(body: Record<string, unknown>): Labels {
  const client = text(body['client']);
  return client === undefined ? {} : { client };
}

function linkOf(body: Record<string, unknown>): string | null {
  const links: unknown[] = Array.isArray(body['links']) ? body['links'] : [];
  const [first] = links;
  return text(isRecord(first) ? first['href'] : undefined) ?? text(body['client_url']) ?? null;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** One change event. Throws {@link PdFaults}. */
export function parseChange(body: Record<string, unknown>, now: number): NewChange {
  const faults: string[] = [];
  const payload = isRecord(body['payload']) ? body['payload'] : null;
  if (!payload) faults.push("'payload' is missing or blank");
  const summary = text(payload?.['summary']);
  if (payload && summary === undefined) faults.push("'payload.summary' is missing or blank");
  if (payload && timestampOrFault(payload) === undefined)
    faults.push("'payload.timestamp' is invalid (must be in ISO 8601 format)");
  if (faults.length > 0 || !payload || summary === undefined) throw new PdFaults(faults);
  const details = isRecord(payload['custom_details']) ? payload['custom_details'] : {};
  const links: unknown[] = Array.isArray(body['links']) ? body['links'] : [];
  return {
    source: 'pagerduty',
    externalId: null,
    summary,
    product: text(details['product']) ?? text(details['service']) ?? text(payload['source']) ?? null,
    environment: text(details['environment']) ?? text(details['env']) ?? null,
    version: text(details['version']) ?? text(details['build_number']) ?? null,
    details,
    links: links.flatMap((link) => {
      const href = isRecord(link) ? text(link['href']) : undefined;
      return href === undefined || !isRecord(link) ? [] : [{ url: href, title: text(link['text']) ?? href }];
    }),
    at: timestampOf(payload) ?? now,
  };
}
