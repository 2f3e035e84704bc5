import { fingerprint } from '../../core/fingerprint.ts';
import { instantAt } from '../../core/instant.ts';
import type { Integration, Labels, Signal } from '../../core/signal.ts';
import { isRecord, limits, unstorableIn } from '../body.ts';
import { makeSignal } from '../make-signal.ts';
import { AmError, type Posted } from './am-error.ts';

interface Options {
  readonly integration: Integration;
  readonly resolveTimeoutMs: number;
  readonly now: number;
  /** Whether texts must be looked through for what cannot be stored. */
  readonly looksInto: boolean;
}

export interface ParsedAlerts {
  readonly signals: readonly Signal[];
  /** Of alerts that Alertmanager would not take either; the others are taken. */
  readonly refused: readonly string[];
}

/**
 * Alertmanager's `postableAlerts`. A body of the wrong shape is refused whole, as Alertmanager does; an alert that is not valid in itself
 * is refused while the others are taken, since a sender does not repeat what was refused with 400.
 */
export function parseAlerts(body: unknown, options: Options): ParsedAlerts {
  // Alertmanager takes `null` for no alerts.
  if (body === null) return { signals: [], refused: [] };
  if (!Array.isArray(body))
    throw AmError.unparsable(
      'alerts',
      `json: cannot unmarshal ${kindOf(body)} into Go value of type models.PostableAlerts`,
    );
  if (body.length > limits.signals)
    throw new AmError(
      400,
      `a request may hold at most ${limits.signals} alerts, this one has ${body.length}`,
    );
  const signals: Signal[] = [];
  const refused: string[] = [];
  for (let index = 0; index < body.length; index += 1) {
    const alert = shapeOf(body[index], index);
    const fault = faultOf(alert, index, options);
    if (fault === null) signals.push(toSignal(alert, options));
    else refused.push(fault);
  }
  return { signals, refused };
}

interface Shape {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly generatorURL: string | null;
}

function shapeOf(alert: unknown, index: number): Shape {
  if (!isRecord(alert))
    throw AmError.unparsable(
      'alerts',
      `json: cannot unmarshal ${kindOf(alert)} into Go value of type models.PostableAlert`,
    );
  const labels = alert['labels'];
  if (labels === undefined || labels === null)
    throw AmError.field(602, `${index}.labels in body is required`);
  return {
    labels: withoutEmpty(labelSet(labels, `${index}.labels`)),
    annotations: labelSet(alert['annotations'] ?? {}, `${index}.annotations`),
    startsAt: instantOf(alert['startsAt'], { path: `${index}.startsAt`, what: 'alerts' }),
    endsAt: instantOf(alert['endsAt'], { path: `${index}.endsAt`, what: 'alerts' }),
    generatorURL: urlOf(alert['generatorURL'], index),
  };
}

function labelSet(value: unknown, path: string): Labels {
  if (!isRecord(value))
    throw AmError.unparsable('alerts', `${path}: cannot unmarshal ${kindOf(value)} into a set of labels`);
  for (const name in value) {
    if (value[name] === null) return labelSet(withoutNull(value), path);
    if (typeof value[name] !== 'string')
      throw AmError.unparsable(
        'alerts',
        `${path}.${name}: cannot unmarshal ${kindOf(value[name])} into a label of type string`,
      );
  }
  return stringRecord(value);
}

/** For Alertmanager `null` is the empty text. */
function withoutNull(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, text ?? '']));
}

/** Every value was just seen to be a string. */
function stringRecord(value: Record<string, unknown>): Labels {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as Record<string, string>;
}

/** An empty label is the same as no label. */
function withoutEmpty(labels: Labels): Labels {
  for (const name in labels)
    if (labels[name] === '')
      return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
  return labels;
}

const zeroTime = Date.parse('0001-01-01T00:00:00Z');
/** The forms that Alertmanager takes: with a space neither zone nor offset, and an offset needs seconds. */
const amForm =
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d((:\d\d([.,]\d+)?(Z|[+-]\d\d:\d\d)?)|Z)?| \d\d:\d\d:\d\d([.,]\d+)?)$/;

/** Milliseconds; `null` where absent or Go's zero time, which senders use for "not set". */
export function instantOf(value: unknown, { path, what }: Place): number | null {
  if (value === undefined || value === null || value === '') return null;
  const time = typeof value === 'string' && amForm.test(value) ? instantAt(value) : null;
  if (time === null)
    throw AmError.unparsable(what, `${path}: parsing time ${JSON.stringify(value)}: not an RFC 3339 instant`);
  return time === zeroTime ? null : time;
}

interface Place {
  readonly path: string;
  readonly what: Posted;
}

function urlOf(value: unknown, index: number): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string')
    throw AmError.unparsable(
      'alerts',
      `${index}.generatorURL: cannot unmarshal ${kindOf(value)} into a text of type string`,
    );
  const fine =
    value.length <= 8_192 && /^([a-z][a-z0-9+.-]*:|\/)/i.test(value) && !/%(?![0-9a-f]{2})/i.test(value);
  if (!fine)
    throw AmError.field(601, `${index}.generatorURL in body must be of type uri: ${JSON.stringify(value)}`);
  return value;
}

/** Label names are those of Alertmanager before it took any UTF-8. */
export function isLabelName(name: string): boolean {
  return labelName.test(name);
}

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

function faultOf(alert: Shape, index: number, options: Options): string | null {
  const { labels, annotations, startsAt, endsAt } = alert;
  const ends = endsAt ?? options.now + options.resolveTimeoutMs;
  if (startsAt !== null && ends < startsAt) return 'start time must be before end time';
  const size = count(labels);
  if (size === 0) return 'at least one label pair required';
  return (
    setFault(labels, { what: 'label set', path: `${index}.labels`, size, valueMax: limits.labelValue }) ??
    setFault(annotations, {
      what: 'annotations',
      path: `${index}.annotations`,
      size: count(annotations),
      valueMax: Infinity,
    }) ??
    (options.looksInto ? unstorableFault(alert, index) : null)
  );
}

function unstorableFault({ labels, annotations, generatorURL }: Shape, index: number): string | null {
  const found = unstorableIn({ labels, annotations, generatorURL }, String(index));
  return found && `invalid alert: ${found.path} ${found.message}`;
}

function count(labels: Labels): number {
  let size = 0;
  for (const _ in labels) size += 1;
  return size;
}

interface SetRule {
  readonly what: string;
  readonly path: string;
  readonly size: number;
  readonly valueMax: number;
}

function setFault(labels: Labels, { what, path, size, valueMax }: SetRule): string | null {
  if (size > limits.labels)
    return `invalid ${what}: ${path} has ${size} entries, at most ${limits.labels} are taken`;
  for (const name in labels) {
    if (name.length > limits.labelName || !labelName.test(name))
      return `invalid ${what}: invalid name ${JSON.stringify(name.slice(0, 300))}`;
    if ((labels[name]?.length ?? 0) > valueMax)
      return `invalid ${what}: ${path}.${name} is longer than ${valueMax} characters`;
  }
  return null;
}

function toSignal({ labels, annotations, startsAt, endsAt, generatorURL }: Shape, options: Options): Signal {
  return makeSignal({
    integration: options.integration,
    source: 'alertmanager',
    action: 'fire',
    key: fingerprint(labels),
    title: titleOf(labels, annotations),
    labels,
    annotations,
    link: generatorURL,
    // Without a start but with an end, Alertmanager takes the end for both.
    startsAt: startsAt ?? endsAt,
    endsAt,
    expiresAfterMs: options.resolveTimeoutMs,
    keepsHistory: true,
    countsDurably: false,
  });
}

/** What an alert of Prometheus is called: its summary, else its name and where. */
export function titleOf(labels: Labels, annotations: Labels): string {
  const summary = annotations['summary'] ?? annotations['title'] ?? annotations['message'];
  if (summary !== undefined && summary.trim() !== '') return summary;
  const name =
    labels['alertname'] ??
    Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(' ');
  const where = labels['instance'] ?? labels['service'] ?? labels['job'];
  return where === undefined ? name : `${name} on ${where}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
