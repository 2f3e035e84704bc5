import { z } from 'zod';
import { described, webAddress } from '../described.ts';
import { line } from '../name.ts';

export const measureTypes = ['number', 'yesno', 'text'] as const;
export type MeasureType = (typeof measureTypes)[number];

/** What a measure was found to be for one product: a number, yes or no, or a short text. */
export const measureValue = z.union([z.number(), z.boolean(), z.string().max(500)]);
export type MeasureValue = z.output<typeof measureValue>;

/** A measure as rules know it. */
export interface MeasureDefinition {
  /** As it is written in rules: lower-case letters, digits and `_`. */
  readonly name: string;
  readonly type: MeasureType;
  /** What a number counts, such as `hours`; empty where there is nothing to say. */
  readonly unit: string;
  readonly meaning: string;
  /** A value older than this is shown as old. */
  readonly freshHours: number;
}

/** What a measure may be called, so that rules can name it. */
export const measureName = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and "_", starting with a letter');

const push = z.strictObject({
  /** Values come in by `PUT /api/v1/readiness/values`. */
  type: z.literal('push'),
});

const http = z.strictObject({
  /** This server asks for it. */
  type: z.literal('http'),
  /** `{{product}}` stands for the product's name; with it every product is asked for on its own. */
  url: webAddress,
  /** JSON pointer to the value in the answer, such as `/scores/{{product}}`; empty: the answer itself. */
  pointer: z
    .string()
    .max(500)
    .regex(/^(\/[^/]*)*$/, 'must be a JSON pointer such as /score')
    .default(''),
  everyMinutes: z.number().int().min(5).max(10_080).default(60),
});

/** A measure that comes from outside; the platform's own are in `builtin-measures.ts`. */
export const measureSpec = z.strictObject({
  ...described,
  type: z.enum(measureTypes),
  unit: line.optional(),
  freshHours: z.number().min(0.1).max(8_760).default(168),
  source: z.discriminatedUnion('type', [push, http]).default({ type: 'push' }),
});
export type MeasureSpec = z.output<typeof measureSpec>;

/** The definition that an object of kind `Measure` makes. */
export function definitionOf(name: string, spec: MeasureSpec): MeasureDefinition {
  return {
    name,
    type: spec.type,
    unit: spec.unit ?? '',
    meaning: spec.description ?? spec.displayName ?? '',
    freshHours: spec.freshHours,
  };
}
