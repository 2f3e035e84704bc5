import type { ShadowView } from '@fieldmarshal/contract/oncall';
import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import type { Catalog } from '#catalog';
import { can, permit } from '#identity';
import type { Ctx } from '#platform';
import { readRoster } from './read-roster.ts';
import { activeShadows } from './shadows.ts';
import { displayName } from './who-is-on-call.ts';

/** Who shadows whom; those that are over come last. */
export async function readShadows(ctx: Ctx): Promise<{ at: string; items: ShadowView[] }> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const now = ctx.env.clock.now();
  const active = new Map(activeShadows(catalog, now.getTime()).map(({ name, of }) => [name, of]));
  const items = catalog.list('Shadow').map((shadow) => ({
    ...viewOf(catalog, shadow),
    isActive: active.has(shadow.name),
    beside: (active.get(shadow.name) ?? []).map((person) => ({
      person,
      displayName: displayName(catalog, person),
    })),
    editable:
      can(ctx.actor, 'catalog.write') && shadow.origin.from !== 'file' && shadow.origin.from !== 'backstage',
  }));
  const isOver = ({ until }: ShadowView): boolean => until !== null && Date.parse(until) <= now.getTime();
  return { at: now.toISOString(), items: items.sort((a, b) => Number(isOver(a)) - Number(isOver(b))) };
}

function viewOf(catalog: Catalog, { name, spec, generation }: CatalogObject<'Shadow'>) {
  const { trainee, person, schedule = '', from = null, until = null, leads } = spec;
  const scheduleName = catalog.get('Schedule', schedule)?.spec.displayName ?? schedule;
  const of =
    person === undefined
      ? { kind: 'schedule' as const, name: schedule, displayName: scheduleName }
      : { kind: 'person' as const, name: person, displayName: displayName(catalog, person) };
  return {
    name,
    trainee,
    traineeName: displayName(catalog, trainee),
    of,
    from,
    until,
    leads,
    generation,
    spec,
  };
}
