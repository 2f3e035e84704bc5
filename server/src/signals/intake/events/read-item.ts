import { isChangeType, readEvent, type EventMapping } from '../../core/event-reading.ts';
import { fingerprint } from '../../core/fingerprint.ts';
import type { Integration, Labels, Signal } from '../../core/signal.ts';
import type { NewChange } from '../../records/record-change.ts';
import { isRecord } from '../body.ts';
import { instant, labelRecord, spread } from '../fields.ts';
import { makeSignal, oneLine } from '../make-signal.ts';
import { isStructured, structuredEvent, type CloudEvent } from './cloud-event.ts';

/** What one event turned out to be. */
export type Item =
  | { readonly kind: 'alert'; readonly signal: Signal }
  | { readonly kind: 'change'; readonly change: NewChange }
  | { readonly kind: 'unknown'; readonly reason: string; readonly text: string };

interface Options {
  readonly integration: Integration;
  readonly mapping: EventMapping | null;
  readonly now: number;
  /** Of the event within its request, for refusals, e.g. `[3].`; empty for a single one. */
  readonly path: string;
}

/** A CloudEvent in the JSON format or plain JSON, whichever it looks like. */
export function readAny(event: unknown, options: Options): Item {
  return isRecord(event) && isStructured(event) ? readStructured(event, options) : readPlain(event, options);
}

/** A CloudEvent in the JSON format. Throws `invalid` naming the attribute. */
export function readStructured(event: unknown, options: Options): Item {
  return readCloudEvent(structuredEvent(event, options.path), {
    ...options,
    path: `${options.path}data.`,
    timePath: `${options.path}time`,
  });
}

/** Plain JSON in the shapes that tools usually send, or as the integration's mapping says. */
function readPlain(event: unknown, options: Options): Item {
  if (!isRecord(event)) return unknown(event, 'not a JSON object');
  const type = textAt(event, ['type', 'kind', 'event']);
  if (!options.mapping && type !== null && isChangeType(type))
    return toChange(event, { ...options, externalId: textAt(event, ['id', 'key']) });
  return toAlert(event, { ...options, extra: {}, fallbackKey: null });
}

interface CloudEventOptions extends Options {
  /** Of its attribute `time`; `path` is that of its data. */
  readonly timePath: string;
}

/** A CloudEvent: its data is read like plain JSON; source, type and subject become labels and, without a key of its own, its identity. */
export function readCloudEvent(event: CloudEvent, options: CloudEventOptions): Item {
  const { data } = event;
  const time = whenOf(event.time, options.timePath);
  if (isChangeType(event.type)) {
    const details = isRecord(data) ? data : { data };
    const externalId = `${event.source} ${event.id}`.slice(0, 500);
    return toChange(details, { ...options, externalId, time, title: event.subject ?? event.type });
  }
  if (!isRecord(data)) return unknown(event, 'the data of this CloudEvent is not a JSON object');
  const extra = {
    ce_source: event.source,
    ce_type: event.type,
    ...(event.subject === undefined ? {} : { ce_subject: event.subject }),
  };
  const fallbackKey = event.subject === undefined ? null : `${event.source} ${event.type} ${event.subject}`;
  return toAlert(data, { ...options, extra, fallbackKey, time, original: event });
}

interface AlertOptions extends Options {
  readonly extra: Labels;
  readonly fallbackKey: string | null;
  /** Milliseconds; for an event that has no time of its own. */
  readonly time?: number | null;
  readonly original?: unknown;
}

function toAlert(event: Record<string, unknown>, options: AlertOptions): Item {
  const reading = readEvent(event, options.mapping);
  if (reading.kind === 'unknown') return unknown(options.original ?? event, reading.reason);
  const { title, action, severity, description, link } = reading.event;
  const { startsAt, startsAtPath } = reading.event;
  const own = isRecord(event['labels']) ? ownLabels(event['labels'], `${options.path}labels`) : {};
  const taken = {
    ...own,
    ...reading.event.labels,
    ...(severity === null ? {} : { severity }),
    ...options.extra,
  };
  const { labels, annotations } = spread(details(event), taken);
  const key = reading.event.key ?? options.fallbackKey ?? fingerprint({ ...taken, title });
  return {
    kind: 'alert',
    signal: makeSignal({
      integration: options.integration,
      source: 'events',
      action,
      key: key.slice(0, 512).toWellFormed(),
      title,
      labels,
      annotations: { ...annotations, ...(description === null ? {} : { description }) },
      link,
      startsAt:
        action === 'fire' ? (whenOf(startsAt, options.path + startsAtPath) ?? options.time ?? null) : null,
      endsAt: null,
      expiresAfterMs: null,
      keepsHistory: false,
      countsDurably: true,
    }),
  };
}

const known = new Set([
  'labels',
  'title',
  'summary',
  'status',
  'state',
  'key',
  'dedup_key',
  'id',
  'severity',
  'startsAt',
  'timestamp',
  'time',
  'description',
  'details',
  'url',
  'link',
]);

/** What is left once the fields with a place of their own are taken. */
function details(event: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).filter(([name]) => !known.has(name)));
}

/** Labels as senders write them: numbers and booleans are texts, nothing is none. Throws `invalid` for what is neither. */
function ownLabels(labels: Record<string, unknown>, path: string): Labels {
  const texts = Object.entries(labels).flatMap(([name, value]) => {
    if (value === null) return [];
    return [[name, typeof value === 'number' || typeof value === 'boolean' ? String(value) : value]];
  });
  return labelRecord(Object.fromEntries(texts), path);
}

/** An instant, or the time since 1970 as a number or in digits, in whichever unit its size speaks of. Throws `invalid`. */
function whenOf(value: unknown, path: string): number | null {
  const since1970 = typeof value === 'string' && /^\d{9,20}(\.\d{1,9})?$/.test(value) ? Number(value) : value;
  const unit = typeof since1970 === 'number' ? units.find(({ below }) => since1970 < below) : undefined;
  if (typeof since1970 === 'number' && since1970 > 0 && unit) return Math.trunc(since1970 * unit.ms);
  return instant(value, path);
}

/** Seconds, milliseconds, microseconds, nanoseconds; each reaches from early in 1973 (seconds: 1970) to the year 5138. */
const units = [
  { below: 1e11, ms: 1000 },
  { below: 1e14, ms: 1 },
  { below: 1e17, ms: 1e-3 },
  { below: 1e20, ms: 1e-6 },
] as const;

interface ChangeOptions extends Options {
  readonly externalId: string | null;
  /** Milliseconds; for a change that has no time of its own. */
  readonly time?: number | null;
  readonly title?: string;
}

function toChange(
  event: Record<string, unknown>,
  { externalId, time, title, now, path }: ChangeOptions,
): Item {
  const summary = textAt(event, ['summary', 'title', 'message', 'name']) ?? title ?? 'Change';
  const link = textAt(event, ['url', 'link', 'href']);
  const when = ['at', 'timestamp', 'time'].find((name) => event[name] !== undefined && event[name] !== null);
  return {
    kind: 'change',
    change: {
      source: 'events',
      externalId: externalId?.slice(0, 500) ?? null,
      summary: oneLine(summary),
      product: textAt(event, ['product', 'service', 'application', 'app']),
      environment: textAt(event, ['environment', 'env']),
      version: textAt(event, ['version', 'tag', 'commit', 'sha']),
      details: event,
      links: link === null ? [] : [{ url: link, title: link }],
      at: (when === undefined ? null : whenOf(event[when], path + when)) ?? time ?? now,
    },
  };
}

function textAt(event: Record<string, unknown>, names: readonly string[]): string | null {
  for (const name of names) {
    const value = event[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return null;
}

function unknown(event: unknown, reason: string): Item {
  return { kind: 'unknown', reason, text: JSON.stringify(event) };
}
