import { isChangeType, readEvent, type EventMapping } from '../../core/event-reading.ts';
import { fingerprint } from '../../core/fingerprint.ts';
import type { Integration, Labels, Signal } from '../../core/signal.ts';
import type { NewChange } from '../../records/record-change.ts';
import { isRecord } from '../body.ts';
import { instant, labelRecord, spread } from '../fields.ts';
import { makeSignal, oneLine } from '../make-signal.ts';
import type { CloudEvent } from './cloud-event.ts';

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

/** Plain JSON in the shapes that tools usually send, or as the integration's mapping says. */
export function readPlain(event: unknown, options: Options): Item {
  if (!isRecord(event)) return unknown(event, 'not a JSON object');
  const type = textAt(event, ['type', 'kind', 'event']);
  if (!options.mapping && type !== null && isChangeType(type))
    return toChange(event, { ...options, externalId: textAt(event, ['id', 'key']) });
  return toAlert(event, { ...options, extra: {}, fallbackKey: null });
}

/** A CloudEvent: its data is read like plain JSON; source, type and subject become labels and, without a key of its own, its identity. */
export function readCloudEvent(event: CloudEvent, options: Options): Item {
  const { data } = event;
  if (isChangeType(event.type)) {
    const details = isRecord(data) ? data : { data };
    const externalId = `${event.source} ${event.id}`.slice(0, 500);
    return toChange(
      { at: event.time, ...details },
      { ...options, externalId, title: event.subject ?? event.type },
    );
  }
  if (!isRecord(data)) return unknown(event, 'the data of this CloudEvent is not a JSON object');
  const extra = {
    ce_source: event.source,
    ce_type: event.type,
    ...(event.subject === undefined ? {} : { ce_subject: event.subject }),
  };
  const fallbackKey = event.subject === undefined ? null : `${event.source} ${event.type} ${event.subject}`;
  return toAlert(data, { ...options, extra, fallbackKey, time: event.time, original: event });
}

interface AlertOptions extends Options {
  readonly extra: Labels;
  readonly fallbackKey: string | null;
  readonly time?: string | undefined;
  readonly original?: unknown;
}

function toAlert(event: Record<string, unknown>, options: AlertOptions): Item {
  const reading = readEvent(event, options.mapping);
  if (reading.kind === 'unknown') return unknown(options.original ?? event, reading.reason);
  const { title, action, severity, description, link, startsAt } = reading.event;
  const own = isRecord(event['labels']) ? labelRecord(event['labels'], `${options.path}labels`) : {};
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
      startsAt: action === 'fire' ? whenOf(startsAt ?? options.time, `${options.path}startsAt`) : null,
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

/** Seconds and milliseconds since 1970 are taken too. */
function whenOf(value: unknown, path: string): number | null {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0)
    return value < 1e11 ? value * 1000 : value;
  return instant(value, path);
}

interface ChangeOptions extends Options {
  readonly externalId: string | null;
  readonly title?: string;
}

function toChange(event: Record<string, unknown>, { externalId, title, now, path }: ChangeOptions): Item {
  const summary = textAt(event, ['summary', 'title', 'message', 'name']) ?? title ?? 'Change';
  const link = textAt(event, ['url', 'link', 'href']);
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
      at: whenOf(event['at'] ?? event['timestamp'] ?? event['time'], `${path}at`) ?? now,
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
