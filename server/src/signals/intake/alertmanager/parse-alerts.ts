import { fingerprint } from '../../core/fingerprint.ts';
import type { Integration, Labels, Signal } from '../../core/signal.ts';
import { isRecord, limits } from '../body.ts';
import { makeSignal } from '../make-signal.ts';
import { AmError } from './am-error.ts';

interface Options {
  readonly integration: Integration;
  readonly resolveTimeoutMs: number;
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
export function parseAlerts(body: unknown, { integration, resolveTimeoutMs }: Options): ParsedAlerts {
  if (!Array.isArray(body))
    throw AmError.unparsable(
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
    const fault = faultOf(alert, index);
    if (fault === null) signals.push(toSignal(alert, { integration, resolveTimeoutMs }));
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
      `json: cannot unmarshal ${kindOf(alert)} into Go value of type models.PostableAlert`,
    );
  const labels = alert['labels'];
  if (labels === undefined || labels === null)
    throw AmError.field(602, `${index}.labels in body is required`);
  return {
    labels: withoutEmpty(labelSet(labels, `${index}.labels`)),
    annotations: labelSet(alert['annotations'] ?? {}, `${index}.annotations`),
    startsAt: instantOf(alert['startsAt'], `${index}.startsAt`),
    endsAt: instantOf(alert['endsAt'], `${index}.endsAt`),
    generatorURL: urlOf(alert['generatorURL'], index),
  };
}

function labelSet(value: unknown, path: string): Labels {
  if (!isRecord(value))
    throw AmError.unparsable(`${path}: cannot unmarshal ${kindOf(value)} into a set of labels`);
  for (const name in value) {
    if (typeof value[name] !== 'string')
      throw AmError.unparsable(
        `${path}.${name}: cannot unmarshal ${kindOf(value[name])} into a label of type string`,
      );
  }
  return stringRecord(value);
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
const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,12})?([Zz]|[+-]\d\d:\d\d)$/;

/** Milliseconds; `null` where absent or Go's zero time, which senders use for "not set". */
export function instantOf(value: unknown, path: string): number | null {
  if (value === undefined || value === null || value === '') return null;
  const time = typeof value === 'string' && rfc3339.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time))
    throw AmError.unparsable(`${path}: parsing time ${JSON.stringify(value)}: not an RFC 3339 instant`);
  return time === zeroTime ? null : time;
}

function urlOf(value: unknown, index: number): string | null {
  if (value === undefined || value === null || value === '') return null;
  const fine = typeof value === 'string' && value.length <= 8_192 && /^([a-z][a-z0-9+.-]*:|\/)/i.test(value);
  if (!fine)
    throw AmError.field(601, `${index}.generatorURL in body must be of type uri: ${JSON.stringify(value)}`);
  return value;
}

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

function faultOf({ labels, annotations, startsAt, endsAt }: Shape, index: number): string | null {
  if (startsAt !== null && endsAt !== null && endsAt < startsAt) return 'start time must be before end time';
  const size = count(labels);
  if (size === 0) return 'at least one label pair required';
  return (
    setFault(labels, { what: 'label set', path: `${index}.labels`, size, valueMax: limits.labelValue }) ??
    setFault(annotations, {
      what: 'annotations',
      path: `${index}.annotations`,
      size: count(annotations),
      valueMax: Infinity,
    })
  );
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
