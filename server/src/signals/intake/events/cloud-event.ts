import type { IncomingHttpHeaders } from 'node:http';
import { invalid, isRecord, parseJson } from '../body.ts';

/** CloudEvents 1.0, whatever mode it came in. */
export interface CloudEvent {
  readonly specversion: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string | undefined;
  readonly time?: string | undefined;
  readonly data: unknown;
}

const attributeLengthMax = 2_000;

/** An event in the JSON format (structured mode, or one of a batch). Throws `invalid` naming the attribute. */
export function structuredEvent(value: unknown, path = ''): CloudEvent {
  if (!isRecord(value))
    throw invalid(path === '' ? '(body)' : path.replace(/\.$/, ''), 'must be a CloudEvent, a JSON object');
  return { ...attributes((name) => value[name], path), data: dataOf(value, path) };
}

/** An event in binary mode: attributes in `ce-` headers, the body is its data. */
export function binaryEvent(headers: IncomingHttpHeaders, body: string): CloudEvent {
  const found = attributes((name) => decoded(headers[`ce-${name}`]), 'ce-');
  const type = headers['content-type'] ?? 'application/json';
  return { ...found, data: isJson(type) && body.trim() !== '' ? parseJson(body) : body };
}

/** Whether an object is a CloudEvent in the JSON format, whatever content type its sender gave it. */
export function isStructured(value: Readonly<Record<string, unknown>>): boolean {
  return typeof value['specversion'] === 'string';
}

export function isJson(contentType: string): boolean {
  return /^[\w.-]+\/([\w.-]+\+)?json\b/i.test(contentType.trim());
}

function attributes(read: (name: string) => unknown, path: string): Omit<CloudEvent, 'data'> {
  const optional = (name: string): string | undefined => {
    const value = read(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string' || value === '')
      throw invalid(`${path}${name}`, 'must be a text that is not empty');
    if (value.length > attributeLengthMax)
      throw invalid(`${path}${name}`, `is longer than ${attributeLengthMax} characters`);
    return value;
  };
  const required = (name: string): string => {
    const value = optional(name);
    if (value === undefined) throw invalid(`${path}${name}`, 'is missing');
    return value;
  };
  const version = required('specversion');
  if (!/^1\.\d+$/.test(version)) throw invalid(`${path}specversion`, `must be 1.0, not ${version}`);
  return {
    specversion: version,
    id: required('id'),
    source: required('source'),
    type: required('type'),
    subject: optional('subject'),
    time: optional('time'),
  };
}

function dataOf(value: Record<string, unknown>, path: string): unknown {
  const encoded = value['data_base64'];
  if (encoded === undefined) return value['data'];
  if (typeof encoded !== 'string') throw invalid(`${path}data_base64`, 'must be a text');
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const type = value['datacontenttype'] ?? 'application/json';
  return typeof type === 'string' && isJson(type) ? parseJson(text) : text;
}

/** Header values are percent-encoded where they are not plain ASCII. */
function decoded(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value[0] : value;
  if (text === undefined || !text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
