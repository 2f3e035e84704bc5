import type { followTheSunInput, Preview, previewInput } from '@fieldmarshal/contract/oncall/timeline';
import { scheduleSpec, type Spec } from '@fieldmarshal/contract/catalog';
import type { z } from 'zod';
import type { Catalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { changeParticipants } from '../core/change-participants.ts';
import { differences } from '../core/compare.ts';
import { followTheSun } from '../core/follow-the-sun.ts';
import { holes, shifts, type Span } from '../core/shifts.ts';
import { outlookOf } from '../outlook/outlook.ts';
import { readRoster } from '../roster/read-roster.ts';
import { mustFindSchedule, refusal } from './owners.ts';
import { unqualifiedIn, watchesOf } from '../roster/unqualified.ts';
import { layerLanes } from './read-timeline.ts';
import { namesIn, spanOf, wireShift, wireSpan } from './wire.ts';

const yearDays = 364;
const listMax = 1_000;

/** What a draft would mean over 52 weeks, by the function that also pages, and where it differs from what is. Changes nothing. */
export async function previewSchedule(ctx: Ctx, input: z.output<typeof previewInput>): Promise<Preview> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const now = ctx.env.clock.now();
  const draft = draftOf(catalog, input);
  const span = spanOf(input, { now, days: yearDays });
  const preview = judged({ catalog, draft, name: input.name, span, now: now.getTime() });
  const watches = await watchesOf(ctx.env.databases[ctx.pool], catalog, input.name);
  return { ...preview, warnings: [...preview.warnings, ...unqualifiedIn(preview, watches)] };
}

/** A schedule over hubs round the world as a draft, with the holes that its local hours leave over 52 weeks. Changes nothing. */
export async function draftFollowTheSun(
  ctx: Ctx,
  input: z.output<typeof followTheSunInput>,
): Promise<Preview> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const now = ctx.env.clock.now().getTime();
  const start = Math.max(Date.parse(input.start), now);
  const span = { from: start, to: start + yearDays * 86_400_000 };
  const draft = scheduleSpec.parse(followTheSun(input));
  return judged({ catalog, draft, name: undefined, span, now });
}

function draftOf(catalog: Catalog, { name, spec, change }: z.output<typeof previewInput>): Spec<'Schedule'> {
  if (spec !== undefined) return spec;
  if (change === undefined || name === undefined) throw refusal('spec', 'is missing');
  const now = mustFindSchedule(catalog, name).spec;
  const rules = { ...now, overrides: now.overrides.filter((each) => !('id' in each)) };
  const changed = changeParticipants(rules, change);
  if ('refused' in changed) throw refusal('change.layer', changed.refused);
  return changed;
}

interface Judge {
  readonly catalog: Catalog;
  readonly draft: Spec<'Schedule'>;
  readonly name: string | undefined;
  readonly span: Span;
  readonly now: number;
}

function judged({ catalog, draft, name, span, now }: Judge): Preview {
  const present = name === undefined ? undefined : catalog.get('Schedule', name);
  const beside = present?.spec.overrides.filter((each) => 'id' in each) ?? [];
  const rules = { ...draft, overrides: [...draft.overrides, ...beside] };
  const final = shifts(rules, span);
  const before = present ? shifts(present.spec, span) : [{ ...span, people: [] }];
  const changed = differences(before, final);
  const open = holes(rules, span);
  const layers = layerLanes(rules, span);
  return {
    ...wireSpan(span),
    spec: draft,
    layers: layers.map((layer) => ({
      ...layer,
      shifts: layer.shifts.slice(0, listMax).map((shift) => wireShift(shift)),
    })),
    final: final.slice(0, listMax).map((shift) => wireShift(shift)),
    holes: open.slice(0, listMax).map((hole) => wireSpan(hole)),
    differences: present
      ? changed.slice(0, listMax).map((each) => ({
          ...wireSpan(each),
          before: [...each.before],
          after: [...each.after],
        }))
      : [],
    outlook: outlookOf(catalog, rules, span),
    scoreNow: present ? outlookOf(catalog, present.spec, span).score : null,
    cut: Math.max(open.length, present ? changed.length : 0) > listMax,
    warnings: warningsOf({ catalog, draft, name, span, now }),
    people: namesIn(catalog, [final, before, ...layers.map((layer) => layer.shifts)]),
  };
}

function warningsOf({ catalog, draft, name, span, now }: Judge): string[] {
  const warnings: string[] = [];
  const named = draft.layers.flatMap((layer) => layer.participants.flat());
  const gone = [...new Set([...named, ...draft.fallback])].filter((person) => !catalog.get('Person', person));
  for (const person of gone)
    warnings.push(`There is no person "${person}": nobody would be paged in their turns.`);
  for (const [index, layer] of draft.layers.entries()) {
    if (layer.end !== undefined && Date.parse(layer.end) <= Date.parse(layer.start))
      warnings.push(`Layer "${layer.name}" ends before it begins, so it is never on.`);
    else if (layer.end !== undefined && Date.parse(layer.end) <= now)
      warnings.push(`Layer "${layer.name}" has ended.`);
    if (draft.layers.findIndex((other) => other.name === layer.name && overlaps(other, layer)) < index)
      warnings.push(`Two layers are called "${layer.name}" at the same time.`);
  }
  for (const [index, { start, end }] of draft.overrides.entries())
    if (Date.parse(end) <= Date.parse(start))
      warnings.push(`Override ${index + 1} ends before it begins, so it never counts.`);
  const present = name === undefined ? undefined : catalog.get('Schedule', name);
  if (present && span.from < now)
    warnings.push('What has been stays as it was recorded; a change counts from when it is saved.');
  const weekAgo = { from: now - 7 * 86_400_000, to: now };
  const rules = present && { ...present.spec };
  if (rules && differences(shifts(rules, weekAgo), shifts({ ...draft }, weekAgo)).length > 0)
    warnings.push('The draft reads differently for the past too. The past stays as it was recorded.');
  return [...new Set(warnings)];
}

type Layer = Spec<'Schedule'>['layers'][number];

function overlaps(a: Layer, b: Layer): boolean {
  const endOf = ({ end }: Layer): number => (end === undefined ? Infinity : Date.parse(end));
  return Date.parse(a.start) < endOf(b) && Date.parse(b.start) < endOf(a);
}
