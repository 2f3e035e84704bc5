import type { Coverage } from '@fieldmarshal/contract/oncall/coverage';
import type { Catalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { shifts } from '../core/shifts.ts';
import { readRoster } from '../roster/read-roster.ts';
import { mustFindSchedule, ownersOf } from '../schedules/owners.ts';
import { personName, wireSpan } from '../schedules/wire.ts';
import { outlookOf } from './outlook.ts';

const yearMs = 364 * 86_400_000;

/** What will go wrong with a schedule over the next 52 weeks, and how fairly it spreads the work. */
export async function readCoverage(ctx: Ctx, { name }: { name: string }): Promise<Coverage> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const schedule = mustFindSchedule(catalog, name);
  const from = ctx.env.clock.now().getTime();
  const range = { from, to: from + yearMs };
  return {
    ...wireSpan(range),
    ...outlookOf(catalog, schedule.spec, range),
    schedule: name,
    displayName: schedule.spec.displayName ?? name,
    owners: ownersOf(catalog, schedule).map((person) => personName(catalog, person)),
    warnings: goneFrom(
      catalog,
      shifts(schedule.spec, range).flatMap((shift) => shift.people),
    ),
  };
}

function goneFrom(catalog: Catalog, people: readonly string[]): string[] {
  return [...new Set(people)]
    .filter((person) => !catalog.get('Person', person))
    .map((person) => `${person} is no longer in the catalog, but still has turns: nobody is paged in them.`);
}
