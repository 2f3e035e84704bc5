import type { Catalog } from '#catalog';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import type { ScheduleOnCall, shiftsInput } from '@fieldmarshal/contract/oncall';
import type { z } from 'zod';
import { gaps, holes, onCallAt, shifts, type ScheduleRules, type Span } from '../core/shifts.ts';
import { readPast, shiftsOver } from '../history/shifts-over.ts';
import type { Schedule } from '../schedules/owners.ts';
import { besideOf } from './beside.ts';
import { readRoster } from './read-roster.ts';
import { reachabilityOf, type Reachability } from './reachability.ts';

const dayMs = 86_400_000;
/** How far ahead the next hand-off is looked for: first nearby, which is nearly always enough. */
const lookAheadDays = [2, 60];

/** Who is on call at a moment, by schedule in alphabetical order. */
export async function onCallNow(
  ctx: Ctx,
  { at }: { at?: string | undefined },
): Promise<{ at: string; schedules: ScheduleOnCall[] }> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const instant = at === undefined ? ctx.env.clock.now().getTime() : Date.parse(at);
  const schedules = catalog.list('Schedule');
  const past = instant < ctx.env.clock.now().getTime() ? await peopleThen(ctx, schedules, instant) : null;
  const people = [
    ...new Set(schedules.flatMap(({ name, spec }) => past?.get(name) ?? onCallAt(spec, instant))),
  ];
  const reachability = await reachabilityOf(ctx, people);
  return {
    at: iso(instant),
    schedules: schedules.map(({ name, spec }) => ({
      schedule: name,
      displayName: spec.displayName ?? name,
      timeZone: spec.timezone,
      beside: besideOf(catalog, name, instant).map(({ person, why }) => ({
        person,
        displayName: displayName(catalog, person),
        why,
      })),
      ...onCallOf(spec, instant, { catalog, reachability, recorded: past?.get(name) }),
    })),
  };
}

/** Who was on at a moment that is over, as it was recorded. */
async function peopleThen(
  ctx: Ctx,
  schedules: readonly Schedule[],
  at: number,
): Promise<Map<string, readonly string[]>> {
  const past = await readPast(ctx, schedules, { from: at, to: at + 1 });
  const found = new Map<string, readonly string[]>();
  for (const [name, recorded] of past) found.set(name, recorded.shifts[0]?.people ?? []);
  return found;
}

interface Known {
  /** As recorded, where the moment is over. */
  readonly recorded: readonly string[] | undefined;
  readonly catalog: Catalog;
  readonly reachability: ReadonlyMap<string, Reachability>;
}

function onCallOf(rules: ScheduleRules, at: number, { catalog, reachability, recorded }: Known) {
  let [now, next] = shifts(rules, { from: at, to: at + 1 });
  for (const days of lookAheadDays) {
    [now, next] = shifts(rules, { from: at, to: at + days * dayMs });
    if (next) break;
  }
  const unknown: Reachability = { state: 'unknown', at: null, detail: null };
  return {
    people: (recorded ?? now?.people ?? []).map((person) => ({
      person,
      displayName: displayName(catalog, person),
      reachability: reachability.get(person) ?? unknown,
    })),
    onFallback: rules.fallback.length > 0 && onCallAt({ ...rules, fallback: [] }, at).length === 0,
    until: next ? iso(next.from) : null,
    next: next ? { people: [...next.people], from: iso(next.from) } : null,
  };
}

export function displayName(catalog: Catalog, person: string): string {
  return catalog.get('Person', person)?.spec.displayName ?? person;
}

type ShiftsInput = z.output<typeof shiftsInput>;

/** The shifts of a schedule. */
export async function listShifts(ctx: Ctx, input: ShiftsInput) {
  const { schedule, span, head } = await asked(ctx, input);
  const found = await shiftsOver(ctx, schedule, span);
  return {
    ...head,
    recordedUntil: found.recordedUntil === null ? null : iso(found.recordedUntil),
    shifts: found.shifts.map(({ from, to, people }) => ({
      from: iso(from),
      to: iso(to),
      people: [...people],
    })),
  };
}

/** When nobody is on call, and when only the fallback is. */
export async function listGaps(ctx: Ctx, input: ShiftsInput) {
  const { schedule, span, head } = await asked(ctx, input);
  const rules = schedule.spec;
  const onWire = (list: Span[]) => list.map(({ from, to }) => ({ from: iso(from), to: iso(to) }));
  return {
    ...head,
    gaps: onWire(gaps(rules, span)),
    coveredByFallback: rules.fallback.length === 0 ? [] : onWire(holes(rules, span)),
  };
}

const defaultDays = 28;

async function asked(ctx: Ctx, { name, from, to }: ShiftsInput) {
  permit(ctx, 'oncall.read');
  const schedule = (await readRoster(ctx.env)).get('Schedule', name);
  if (!schedule) throw notFound(`Schedule ${name}`);
  const start = from === undefined ? ctx.env.clock.now().getTime() : Date.parse(from);
  const span = { from: start, to: to === undefined ? start + defaultDays * dayMs : Date.parse(to) };
  return { schedule, span, head: { schedule: name, from: iso(span.from), to: iso(span.to) } };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
