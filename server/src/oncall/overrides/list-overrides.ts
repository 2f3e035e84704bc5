import type { OverrideView } from '@fieldmarshal/contract/oncall/overrides';
import type { Catalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { shifts } from '../core/shifts.ts';
import { readRoster } from '../roster/read-roster.ts';
import { mayManage, mustFindSchedule, personOf, type Schedule } from '../schedules/owners.ts';
import { overridesBetween, type StoredOverride } from './override-store.ts';

const dayMs = 86_400_000;
const defaultAheadMs = 400 * dayMs;

interface Input {
  readonly name: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The overrides of a schedule that touch a time, by default from now on: those of its rules, then those made beside it. */
export async function listOverrides(ctx: Ctx, { name, from, to }: Input): Promise<{ items: OverrideView[] }> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const schedule = mustFindSchedule(catalog, name);
  const start = from === undefined ? ctx.env.clock.now() : new Date(from);
  const end = to === undefined ? new Date(start.getTime() + defaultAheadMs) : new Date(to);
  const made = await overridesBetween(ctx.env.databases[ctx.pool], { schedule: name, from: start, to: end });
  const own = schedule.spec.overrides.filter(
    (each) =>
      !('id' in each) && Date.parse(each.end) > start.getTime() && Date.parse(each.start) < end.getTime(),
  );
  const about = { ctx, catalog, schedule };
  return {
    items: [
      ...own.map((each) => ({
        ...viewParts({ ...each, id: undefined }, about),
        id: null,
        why: '',
        madeBy: schedule.origin.path ?? schedule.origin.from,
        madeAt: null,
        source: 'rules' as const,
        withdrawnBy: null,
        mayWithdraw: false,
      })),
      ...made.map((each) => overrideView(each, about)),
    ],
  };
}

interface About {
  readonly ctx: Ctx;
  readonly catalog: Catalog;
  readonly schedule: Schedule;
}

export function overrideView(override: StoredOverride, about: About): OverrideView {
  const { id, why, madeBy, madeAt, source, withdrawnBy } = override;
  return {
    ...viewParts(override, about),
    id,
    why,
    madeBy,
    madeAt,
    source,
    withdrawnBy,
    mayWithdraw:
      withdrawnBy === null &&
      Date.parse(override.end) > about.ctx.env.clock.now().getTime() &&
      mayWithdraw(override, about),
  };
}

/** Whoever made it, a lead, the owning team. What two people agreed on, neither undoes alone. */
export function mayWithdraw(
  { madeByPerson, source }: StoredOverride,
  { ctx, catalog, schedule }: About,
): boolean {
  const person = personOf(ctx.actor);
  if (person !== null && person === madeByPerson && source === 'hand') return true;
  return mayManage(ctx, catalog, schedule);
}

type Parts = Pick<StoredOverride, 'kind' | 'user' | 'start' | 'end'> & {
  readonly id: string | undefined;
  readonly replaces?: string | undefined;
};

function viewParts(override: Parts, { catalog, schedule }: About) {
  const { kind, user, replaces, start, end } = override;
  const nameOf = (person: string): string => catalog.get('Person', person)?.spec.displayName ?? person;
  return {
    schedule: schedule.name,
    kind,
    user,
    userName: nameOf(user),
    replaces: replaces ?? null,
    replacesName: replaces === undefined ? null : nameOf(replaces),
    start,
    end,
    void: voidWhy(override, { catalog, schedule }),
  };
}

/** Why an override changes nothing; null where it may. */
function voidWhy(override: Parts, { catalog, schedule }: Pick<About, 'catalog' | 'schedule'>): string | null {
  const { kind, user, replaces, start, end } = override;
  if (!catalog.get('Person', user))
    return `${user} is no longer in the catalog, so the rota goes on without this.`;
  if (kind !== 'replace' || replaces === undefined) return null;
  const overrides = schedule.spec.overrides.filter((each) => !('id' in each) || each.id !== override.id);
  const span = { from: Date.parse(start), to: Date.parse(end) };
  if (span.from >= span.to) return null;
  const isOn = shifts({ ...schedule.spec, overrides }, span).some(({ people }) => people.includes(replaces));
  return isOn ? null : `${replaces} is not on in that time, so there is nobody to replace.`;
}
