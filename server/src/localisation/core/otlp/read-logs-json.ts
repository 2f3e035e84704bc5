import { z } from 'zod';
import type { RawLine } from '../logs/line.ts';
import { anyValue, attributes, list, nanoseconds, plain } from './json-values.ts';

const record = z.looseObject({
  timeUnixNano: nanoseconds.nullish(),
  observedTimeUnixNano: nanoseconds.nullish(),
  severityNumber: z.union([z.number(), z.string()]).nullish(),
  severityText: z.string().nullish(),
  body: anyValue.extend({ kvlistValue: z.looseObject({ values: attributes }).nullish() }).nullish(),
  eventName: z.string().nullish(),
  attributes,
});

/** The envelope; records are read one by one, so that a broken one is refused alone. */
export const logsEnvelope = z.looseObject({
  resourceLogs: list(
    z.looseObject({
      resource: z.looseObject({ attributes }).nullish(),
      scopeLogs: list(z.looseObject({ logRecords: list(z.unknown()) })),
    }),
  ),
});

/** Log records of the JSON form of OTLP, null for what is none. */
export function* readLogsJson(body: z.output<typeof logsEnvelope>): Generator<RawLine | null> {
  for (const { resource, scopeLogs } of body.resourceLogs) {
    const own = plain(resource?.attributes ?? []);
    for (const { logRecords } of scopeLogs) for (const each of logRecords) yield readRecord(each, own);
  }
}

function readRecord(value: unknown, resource: ReadonlyMap<string, string>): RawLine | null {
  const parsed = record.safeParse(value);
  if (!parsed.success) return null;
  const { timeUnixNano, observedTimeUnixNano, severityNumber, severityText, body, eventName } = parsed.data;
  return {
    timeNs: BigInt(timeUnixNano ?? 0),
    observedNs: BigInt(observedTimeUnixNano ?? 0),
    severity: numberOf(severityNumber ?? 0),
    severityText: severityText ?? '',
    body: body?.kvlistValue == null ? (body?.stringValue ?? '') : plain(body.kvlistValue.values),
    eventName: eventName ?? '',
    attributes: plain(parsed.data.attributes),
    resource,
  };
}

const names = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** A number, or its name as JSON may spell it: `SEVERITY_NUMBER_ERROR2`. */
function numberOf(said: number | string): number {
  if (typeof said === 'number') return said;
  const [, name = '', step = '1'] = /^SEVERITY_NUMBER_([A-Z]+)(\d?)$/u.exec(said) ?? [];
  const at = names.indexOf(name);
  return at < 0 ? 0 : at * 4 + Number(step === '' ? '1' : step);
}
