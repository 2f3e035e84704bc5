import { instantAt } from '../core/instant.ts';
import type { Labels } from '../core/signal.ts';
import { invalid, isRecord, limits } from './body.ts';

const zeroTime = Date.parse('0001-01-01T00:00:00Z');

/** An ISO 8601 instant in milliseconds, in UTC where it names no zone; `null` where absent, empty or Go's zero time. Throws `invalid`. */
export function instant(value: unknown, path: string): number | null {
  if (value === undefined || value === null || value === '') return null;
  const time = typeof value === 'string' ? instantAt(value) : null;
  if (time === null) throw invalid(path, 'must be an instant such as 2026-11-24T10:00:00Z');
  return time === zeroTime ? null : time;
}

/** Throws `invalid` where there is something that is no text, or one longer than 4,096 characters. */
export function optionalText(value: unknown, path: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw invalid(path, 'must be a text');
  if (value.length > limits.labelValue) throw invalid(path, `is longer than ${limits.labelValue} characters`);
  return value;
}

/** Names and texts; empty values are left out. Throws `invalid` beyond the limits. */
export function labelRecord(value: unknown, path: string, valueMax: number = limits.labelValue): Labels {
  if (!isRecord(value)) throw invalid(path, 'must be an object of texts');
  const entries = Object.entries(value);
  if (entries.length > limits.labels)
    throw invalid(path, `has ${entries.length} entries, at most ${limits.labels} are taken`);
  const labels: [string, string][] = [];
  for (const [name, text] of entries) {
    if (typeof text !== 'string') throw invalid(`${path}.${name}`, 'must be a text');
    if (name.length === 0 || name.length > limits.labelName)
      throw invalid(path, `has a name that is empty or longer than ${limits.labelName} characters`);
    if (text.length > valueMax) throw invalid(`${path}.${name}`, `is longer than ${valueMax} characters`);
    if (text !== '') labels.push([name, text]);
  }
  return Object.fromEntries(labels);
}

/**
 * Free-form details as labels and annotations: short single values become labels, so that routes and silences can use them; the rest is
 * kept as text. Names that are already taken win.
 */
export function spread(
  details: Readonly<Record<string, unknown>>,
  taken: Labels,
): { readonly labels: Labels; readonly annotations: Labels } {
  const labels = new Map(Object.entries(taken));
  const annotations: [string, string][] = [];
  for (const [name, value] of Object.entries(details).slice(0, 2 * limits.labels)) {
    if (value === null || value === '' || name === '' || name.length > limits.labelName) continue;
    const single = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    const text = single ? String(value) : JSON.stringify(value);
    const fits = single && text.length <= 200 && !text.includes('\n') && labels.size < limits.labels;
    if (fits && !labels.has(name)) labels.set(name, text);
    else if (annotations.length < limits.labels) annotations.push([name, text]);
  }
  return { labels: Object.fromEntries(labels), annotations: Object.fromEntries(annotations) };
}
