import { z } from 'zod';
import { hasUnseen, withoutUnseen } from './unseen.ts';

const nameForm = 'lower-case letters, digits, ".", "_" and "-", starting and ending with a letter or digit';

/**
 * The name of a catalog object: lower-case letters, digits, `.`, `_` and `-`; 1–63 characters; unique within its kind. Not `constructor`,
 * the one word of this form that every object of JavaScript knows already: what is looked up by name must find nothing there.
 */
export const objectName = z
  .string()
  .min(1)
  .max(63)
  .regex(/^(?!constructor$)[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/, {
    error: ({ input }) => (input === 'constructor' ? 'must be another word than "constructor"' : nameForm),
  });

/** An IANA time zone known to this runtime, such as `Europe/London`. Offsets like `+01:00` are refused: they do not follow daylight saving. */
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone such as "Europe/London"');

/** Zones that this runtime was found to know; asking it costs a fifth of a millisecond. */
const knownZones = new Set<string>();

function isTimeZone(value: string): boolean {
  if (knownZones.has(value)) return true;
  if (!/^[A-Za-z]/.test(value)) return false;
  try {
    Intl.DateTimeFormat('en', { timeZone: value });
  } catch {
    return false;
  }
  knownZones.add(value);
  return true;
}

/** An instant on the wire: RFC 3339 in UTC with up to millisecond precision, such as `2026-11-23T10:00:00.000Z`. */
export const instant = z.iso.datetime({ offset: false });

const written = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');

/** One line of text for people: trimmed, 1–200 characters, no control characters, no lone surrogates; what is not seen is taken out. */
export const line = written.overwrite(withoutUnseen).trim().min(1);

/** One line that somebody or something is known by, or that people outside read: refused where it holds what is not seen or turns text around. */
export const plainLine = written.refine(
  (value) => !hasUnseen(value),
  'must not contain marks that are not seen',
);

/** Free text for people: at most 20,000 characters, no NUL, no lone surrogates. */
export const text = z
  .string()
  .max(20_000)
  .regex(/^[^\0\p{Cs}]*$/u, 'must not contain NUL or broken characters');

const whole = /^[^\0\p{Cs}]*$/u;
const notWhole = 'must not contain NUL or broken characters';

/** Labels by name: names of 1–100 characters, values of at most 200; no NUL, no lone surrogates, which no storage takes. */
export const labels = z.record(
  z.string().min(1).max(100).regex(whole, notWhole),
  z.string().max(200).regex(whole, notWhole),
);
