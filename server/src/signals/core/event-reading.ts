/** How a JSON event is to be read: JSON pointers (RFC 6901) by field. Without `title` nothing is an alert. */
export interface EventMapping {
  readonly title: string;
  readonly key?: string | undefined;
  readonly status?: string | undefined;
  /** Values of `status` that mean the end, besides the usual ones. With any, statuses that nobody knows fire. */
  readonly resolvedValues?: string[] | undefined;
  readonly severity?: string | undefined;
  readonly description?: string | undefined;
  readonly link?: string | undefined;
  readonly startsAt?: string | undefined;
  /** Label name to pointer. */
  readonly labels?: Record<string, string> | undefined;
}

/** An event as far as it was understood; texts as they came. */
interface EventReading {
  readonly title: string;
  readonly action: 'fire' | 'resolve' | 'acknowledge';
  readonly key: string | null;
  readonly severity: string | null;
  readonly description: string | null;
  readonly link: string | null;
  readonly startsAt: unknown;
  /** Where the time stands, as its sender calls the field. */
  readonly startsAtPath: string;
  readonly labels: Readonly<Record<string, string>>;
}

export type Reading =
  | { readonly kind: 'alert'; readonly event: EventReading }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Names under which tools send these fields, most telling first. */
const usual = {
  title: ['title', 'summary', 'alertname', 'name', 'message'],
  key: ['key', 'dedup_key', 'dedupKey', 'alias', 'fingerprint', 'incident_key', 'id'],
  status: ['status', 'state', 'action', 'event_action'],
  severity: ['severity', 'priority', 'level'],
  description: ['description', 'details', 'text', 'body'],
  link: ['url', 'link', 'href'],
  startsAt: ['startsAt', 'starts_at', 'timestamp', 'time', 'at'],
} as const;

const meanings: Readonly<Record<EventReading['action'], readonly string[]>> = {
  fire: [
    'firing',
    'fire',
    'alerting',
    'alarm',
    'open',
    'opened',
    'new',
    'trigger',
    'triggered',
    'active',
    'problem',
    'down',
    'failed',
    'failing',
    'error',
    'critical',
    'warning',
  ],
  resolve: [
    'resolved',
    'resolve',
    'ok',
    'closed',
    'close',
    'recovered',
    'recovery',
    'up',
    'inactive',
    'cleared',
    'passed',
    'normal',
  ],
  acknowledge: ['acknowledged', 'acknowledge', 'ack'],
};

type Json = Readonly<Record<string, unknown>>;

/** Reads an event by its mapping, or by the usual names of fields. A status that nobody knows is not guessed at. */
export function readEvent(event: Json, mapping: EventMapping | null): Reading {
  const find = (field: keyof typeof usual): unknown =>
    mapping ? pointed(event, mapping[field]) : firstOf(event, usual[field]);
  const title = asText(find('title'));
  if (title === null) {
    const looked = mapping ? `at ${mapping.title}` : `under ${usual.title.join(', ')}`;
    return { kind: 'unknown', reason: `no title: there is no text ${looked}` };
  }
  const status = asText(find('status'));
  const action = meaningOf(status, mapping?.resolvedValues ?? []);
  if (action === null)
    return { kind: 'unknown', reason: `the status "${status?.slice(0, 100) ?? ''}" is not known` };
  const understood = {
    title,
    action,
    key: asText(find('key')),
    severity: asText(find('severity')),
    description: asText(find('description')),
    link: asText(find('link')),
    startsAt: find('startsAt'),
    startsAtPath: mapping?.startsAt?.slice(1).replaceAll('/', '.') ?? nameOf(event, usual.startsAt),
    labels: mapping ? mappedLabels(event, mapping) : {},
  };
  return { kind: 'alert', event: understood };
}

function mappedLabels(event: Json, mapping: EventMapping): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapping.labels ?? {}).flatMap(([name, pointer]) => {
      const value = asText(pointed(event, pointer));
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** Whoever says which statuses mean the end has said what the others mean, too: they fire. */
function meaningOf(status: string | null, resolvedValues: readonly string[]): EventReading['action'] | null {
  if (status === null) return 'fire';
  const word = status.trim().toLowerCase();
  if (resolvedValues.some((value) => value.trim().toLowerCase() === word)) return 'resolve';
  if (meanings.fire.includes(word)) return 'fire';
  if (meanings.resolve.includes(word)) return 'resolve';
  if (meanings.acknowledge.includes(word)) return 'acknowledge';
  return resolvedValues.length > 0 ? 'fire' : null;
}

function firstOf(event: Json, names: readonly string[]): unknown {
  const name = nameOf(event, names);
  return name === '' ? undefined : event[name];
}

/** The first of the names under which there is a text; empty where there is none. */
function nameOf(event: Json, names: readonly string[]): string {
  const found = names.find((name) => Object.hasOwn(event, name) && asText(event[name]) !== null);
  return found ?? '';
}

function asText(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** The value at an RFC 6901 pointer; `undefined` where there is none. */
export function pointed(value: unknown, pointer: string | undefined): unknown {
  if (pointer === undefined) return undefined;
  let found: unknown = value;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = Reflect.get(found, name);
  }
  return found;
}

/** Whether a type, of an event or of a CloudEvent, speaks of a change rather than of something wrong. */
export function isChangeType(type: string): boolean {
  return /(^|[._/-])(changed?|deploy(s|ed|ment)?|released?|rollback|rolledback|rollout|feature-?flag|configuration)([._/-]|$)/i.test(
    type,
  );
}
