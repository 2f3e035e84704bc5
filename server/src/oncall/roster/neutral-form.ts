import { timeOfDay } from '@fieldmarshal/contract/catalog';
import { z } from 'zod';
import { gaps, onCallAt, shifts, type ScheduleRules, type Span } from '../core/shifts.ts';
import { zoneOf } from '@fieldmarshal/contract/time';

const instant = z.iso.datetime({ offset: true });
const zone = z
  .string()
  .refine(isZone, { error: ({ input: name }) => `there is no time zone "${String(name)}"` });
const range = z
  .object({ from: instant, to: instant })
  .refine(({ from, to }) => Date.parse(from) <= Date.parse(to), { path: ['to'], message: 'is before from' });
const oneOrMore = z.union([z.string().min(1), z.array(z.string().min(1))]);
const day = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);
/** A life that ends before it begins is a slip, whatever was meant; one of no length is simply never. */
function isForward({ start, end }: { start: string; end?: string | null | undefined }): boolean {
  return typeof end !== 'string' || Date.parse(start) <= Date.parse(end);
}
const backward = { path: ['end'], message: 'is before start' };
/** Words for people, which decide nothing. */
const remark = z.unknown().optional();
const remarks = { id: remark, name: remark, description: remark, note: remark };

const layer = z.strictObject({
  ...remarks,
  timezone: zone.nullish(),
  start: instant,
  end: instant.nullish(),
  anchor: instant.nullish(),
  handoff: z.strictObject({
    type: z.enum(['none', 'hourly', 'daily', 'weekly', 'monthly']),
    length: z.number().int().min(1).nullish(),
  }),
  participants: z.array(oneOrMore),
  restrictions: z
    .array(
      z.union([
        z.strictObject({ ...remarks, days: z.array(day), from: timeOfDay, to: timeOfDay }),
        z.strictObject({ ...remarks, from_day: day, from: timeOfDay, to_day: day, to: timeOfDay }),
      ]),
    )
    .nullish(),
});

const override = z
  .strictObject({
    ...remarks,
    kind: z.enum(['take', 'replace', 'add', 'remove']),
    user: z.string().min(1),
    start: instant,
    end: instant,
    replaces: z.string().min(1).nullish(),
  })
  .refine(({ kind, replaces }) => kind !== 'replace' || typeof replaces === 'string', {
    path: ['replaces'],
    message: 'must say whom to replace',
  });

/**
 * As the product's own schema, with names of people as they come, `fallback` also as a single name, and layers or slots without
 * anybody. A key that nobody knows is refused: it may stand for a rule, and an answer without that rule would be wrong.
 */
const schedule = z.strictObject({
  ...remarks,
  timezone: zone,
  combine: z.enum(['precedence', 'union']).nullish(),
  layers: z.array(layer.refine(isForward, backward)).nullish(),
  overrides: z.array(override.refine(isForward, backward)).nullish(),
  fallback: oneOrMore.nullish(),
});

const input = z.object({ cases: z.array(z.looseObject({ id: z.string() })) });
const question = z.object({
  schedule,
  queries: z.array(z.object({ at: instant })).nullish(),
  gap_check: range.nullish(),
  timeline_check: range.nullish(),
});
type Case = z.output<typeof input>['cases'][number];

function isZone(name: string): boolean {
  try {
    return zoneOf(name).wallAt(0) > -Infinity;
  } catch {
    return false;
  }
}

function rulesOf({
  timezone,
  combine,
  layers,
  overrides,
  fallback,
}: z.output<typeof schedule>): ScheduleRules {
  return {
    timezone,
    combine: combine ?? 'precedence',
    layers: (layers ?? []).map((each) => ({
      ...each,
      name: '',
      timezone: each.timezone ?? undefined,
      end: each.end ?? undefined,
      anchor: each.anchor ?? undefined,
      handoff: { type: each.handoff.type, length: each.handoff.length ?? 1 },
      restrictions: each.restrictions ?? [],
    })),
    overrides: (overrides ?? []).map((each) => ({ ...each, replaces: each.replaces ?? undefined })),
    fallback: [fallback ?? []].flat(),
  };
}

function spanOf({ from, to }: z.output<typeof range>): Span {
  return { from: Date.parse(from), to: Date.parse(to) };
}

function text(instantMs: number): string {
  return new Date(instantMs).toISOString().replace('.000Z', 'Z');
}

function answer(given: Case): unknown {
  try {
    const asked = question.parse(given);
    const { gap_check: gapCheck, timeline_check: timelineCheck } = asked;
    const rules = rulesOf(asked.schedule);
    return {
      queries: (asked.queries ?? []).map(({ at }) => onCallAt(rules, Date.parse(at))),
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
