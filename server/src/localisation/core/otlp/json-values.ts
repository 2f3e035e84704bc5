import { z } from 'zod';
import { sound, spanLimits } from './span.ts';

/** A list of OTLP's JSON, which may leave empty ones out. */
export const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);

export const anyValue = z.looseObject({
  stringValue: z.string().optional(),
  boolValue: z.boolean().optional(),
  intValue: z.union([z.string(), z.number()]).optional(),
  arrayValue: z
    .looseObject({ values: list(z.looseObject({ stringValue: z.string().optional() })) })
    .optional(),
});

export const attributes = list(z.looseObject({ key: z.string(), value: anyValue.nullish() }));

// Numbers of this size have lost their last digits; what remains is good to half a microsecond.
export const nanoseconds = z.union([
  z.string().regex(/^\d{1,20}$/),
  z
    .number()
    .min(0)
    .max(2 ** 64)
    .transform(Math.floor),
]);

/** Texts, flags and whole numbers by key; the first of a list, the first 100 keys. */
export function plain(given: z.output<typeof attributes>): Map<string, string> {
  const found = new Map<string, string>();
  for (const { key, value } of given.slice(0, spanLimits.attributes)) {
    const { stringValue, boolValue, intValue, arrayValue } = value ?? {};
    const text = stringValue ?? boolValue ?? intValue ?? arrayValue?.values[0]?.stringValue;
    if (text !== undefined) found.set(key.slice(0, 200), sound(String(text)));
  }
  return found;
}
