import { z } from 'zod';
import { gaps, onCallAt, shifts, type ScheduleRules, type Span } from '../core/shifts.ts';

const instant = z.iso.datetime({ offset: true });
const range = z.object({ from: instant, to: instant });
const oneOrMore = z.union([z.string(), z.array(z.string())]);
const day = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);

/** As the product's own schema, with names of people as they come and `fallback` also as a single name. */
const schedule = z.object({
  timezone: z.string(),
  combine: z.enum(['precedence', 'union']).default('precedence'),
  layers: z
    .array(
      z.object({
        name: z.string().default(''),
        timezone: z.string().nullish(),
        start: instant,
        end: instant.nullish(),
        anchor: instant.nullish(),
        handoff: z.object({
          type: z.enum(['none', 'hourly', 'daily', 'weekly', 'monthly']),
          length: z.number().int().min(1).default(1),
        }),
        participants: z.array(oneOrMore),
        restrictions: z
          .array(
            z.union([
              z.object({ days: z.array(day), from: z.string(), to: z.string() }),
              z.object({ from_day: day, from: z.string(), to_day: day, to: z.string() }),
            ]),
          )
          .nullish(),
      }),
    )
    .default([]),
  overrides: z
    .array(
      z.object({
        kind: z.enum(['take', 'replace', 'add', 'remove']),
        user: z.string(),
        start: instant,
        end: instant,
        replaces: z.string().nullish(),
      }),
    )
    .nullish(),
  fallback: oneOrMore.nullish(),
});

const input = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      schedule: z.unknown(),
      queries: z.array(z.object({ at: instant })).default([]),
      gap_check: range.nullish(),
      timeline_check: range.nullish(),
    }),
  ),
});
type Case = z.output<typeof input>['cases'][number];

function rulesOf(given: unknown): ScheduleRules {
  const { layers, overrides, fallback, ...rest } = schedule.parse(given);
  return {
    ...rest,
    layers: layers.map((layer) => ({
      ...layer,
      timezone: layer.timezone ?? undefined,
      end: layer.end ?? undefined,
      anchor: layer.anchor ?? undefined,
      restrictions: layer.restrictions ?? [],
    })),
    overrides: (overrides ?? []).map((each) => ({ ...each, replaces: each.replaces ?? undefined })),
    fallback: fallback === null || fallback === undefined ? [] : [fallback].flat(),
  };
}

function spanOf({ from, to }: z.output<typeof range>): Span {
  return { from: Date.parse(from), to: Date.parse(to) };
}

function text(instantMs: number): string {
  return new Date(instantMs).toISOString().replace('.000Z', 'Z');
}

function answer({
  schedule: given,
  queries,
  gap_check: gapCheck,
  timeline_check: timelineCheck,
}: Case): unknown {
  try {
    const rules = rulesOf(given);
    return {
      queries: queries.map(({ at }) => onCallAt(rules, Date.parse(at))),
      ...(gapCheck && {
        gaps: gaps(rules, spanOf(gapCheck)).map((gap) => [text(gap.from), text(gap.to)]),
      }),
      ...(timelineCheck && {
        timeline: shifts(rules, spanOf(timelineCheck)).map((shift) => [
          text(shift.from),
          text(shift.to),
          shift.people,
        ]),
      }),
    };
  } catch (error) {
    return { unsupported: error instanceof z.ZodError ? z.prettifyError(error) : String(error) };
  }
}

/** Answers a file of cases: by id, the people asked for, the gaps and the timeline, or `unsupported` and why. */
export function answerCases(file: unknown): Record<string, unknown> {
  return Object.fromEntries(input.parse(file).cases.map((each) => [each.id, answer(each)]));
}
