import { timeZone } from '@fieldmarshal/contract';
import type { ContactMethod } from '@fieldmarshal/contract/delivery/contact-method';
import { z } from 'zod';
import type { Note } from './draft.ts';

/** Reads a list of one kind of thing; what cannot be read is told with its place and left out, and does not spoil the rest. */
export function readEach<S extends z.ZodType>(
  list: unknown,
  schema: S,
  broken: (id: string, name: string, why: string) => void,
): z.output<S>[] {
  if (list === undefined || list === null) return [];
  const items = z.array(z.unknown()).safeParse(list);
  if (!items.success) {
    broken('all', 'of the export', 'what stands there is no list');
    return [];
  }
  return items.data.flatMap((item, index) => {
    const parsed = schema.safeParse(item);
    if (parsed.success) return [parsed.data];
    const head = z
      .looseObject({ id: z.coerce.string(), name: z.coerce.string() })
      .partial()
      .catch({})
      .parse(item);
    const why = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    broken(
      head.id ?? `#${index}`,
      head.name ?? head.id ?? `#${index}`,
      `it cannot be read (${why.slice(0, 500)})`,
    );
    return [];
  });
}

/** Notes of fields that this version does not know. */
export function unknownFields(item: Readonly<Record<string, unknown>>, known: readonly string[]): Note[] {
  return Object.entries(item)
    .filter(([field, value]) => !known.includes(field) && !isNothing(value))
    .map(([field]) => ({ field, outcome: 'lost', why: 'the importer does not know this field' }));
}

function isNothing(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** The zone where it is an IANA one; a Windows zone or an abbreviation is not guessed at. */
export function zoneOrNull(text: string | null | undefined): string | null {
  return text !== null && text !== undefined && timeZone.safeParse(text).success ? text : null;
}

/** A number as E.164, from what people type; null where that cannot be said for sure. */
export function phoneOf(text: string, countryCode?: string): string | null {
  const plain = text.replaceAll(/[\s().-]/g, '');
  const number = plain.startsWith('+')
    ? plain
    : countryCode === undefined
      ? `?${plain}`
      : `+${countryCode.replace(/^\+/, '')}${plain}`;
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : null;
}

/** At most ten, each once, in their order. */
export function uniqueMethods(methods: readonly ContactMethod[]): ContactMethod[] {
  return [...new Map(methods.map((method) => [JSON.stringify(method), method])).values()].slice(0, 10);
}

const minute = 60;
const day = 86_400;

/** `HH:MM` of a second of the day; `24:00` for the end of it. Whether seconds were dropped comes with it. */
export function clockOf(second: number): { text: string; exact: boolean } {
  const at = second === day ? day : second % day;
  const pad = (value: number): string => String(value).padStart(2, '0');
  return {
    text: `${pad(Math.floor(at / 3600))}:${pad(Math.floor((at % 3600) / minute))}`,
    exact: at % minute === 0,
  };
}

export const weekDays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type WeekDay = (typeof weekDays)[number];

/** When a layer began of which only the people are known. */
export const longAgo = '2020-01-01T00:00:00.000Z';
