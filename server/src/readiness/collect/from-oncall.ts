import type { Spec } from '@fieldmarshal/contract/catalog';
import type { MeasureValue } from '@fieldmarshal/contract/readiness';
import type { Catalog } from '#catalog';
import { shifts, whyUnreachable } from '#oncall';
import { coverOf, type Watch } from '../core/first-step.ts';
import { found, type Collector, type Look } from './collector.ts';

const aheadMs = 14 * 86_400_000;
type Policy = Spec<'EscalationPolicy'>;
type Target = Policy['fallback'][number];

/** Who would be paged for products: by the policy of the owning team, else by the default. */
export const fromOncall: Collector = {
  name: 'on call',
  measures: [
    'escalation_policy_set',
    'escalation_steps',
    'escalation_fallback_set',
    'oncall_gap_hours',
    'oncall_people',
    'reachable_people',
    'unreachable_people',
  ],
  collect: async (look) => {
    const { catalog } = look;
    const byPolicy = new Map<string, Record<string, MeasureValue>>();
    const covers = coversOf(look);
    const unreachable = await unreachableOf(look, covers);
    for (const { name, spec } of catalog.list('EscalationPolicy')) {
      const { gapHours, people } = covers.get(name) ?? { gapHours: 0, people: [] };
      const lost = people.filter((person) => unreachable.has(person)).length;
      byPolicy.set(name, {
        escalation_policy_set: true,
        escalation_steps: spec.steps.length,
        escalation_fallback_set: spec.fallback.length > 0,
        oncall_gap_hours: gapHours,
        oncall_people: people.length,
        reachable_people: people.length - lost,
        unreachable_people: lost,
      });
    }
    const none = { escalation_policy_set: false, escalation_steps: 0, escalation_fallback_set: false };
    return found(
      catalog.list('Product').map(({ name }) => {
        const policy = policyOf(catalog, name);
        return [name, policy === null ? none : (byPolicy.get(policy) ?? none)];
      }),
    );
  },
};

/** Which policy a page for a product takes: its team's, else the default. */
export function policyOf(catalog: Catalog, product: string): string | null {
  const named = catalog.ownerOf(product)?.spec.escalationPolicy;
  if (named !== undefined && catalog.get('EscalationPolicy', named)) return named;
  return catalog.defaultPolicy()?.name ?? null;
}

type Covers = ReadonlyMap<string, { readonly gapHours: number; readonly people: readonly string[] }>;

/** By policy, whom its first step pages in the next 14 days. */
export function coversOf({ catalog, now }: Look): Covers {
  const from = now.getTime();
  const watches = new Map<string, readonly Watch[]>();
  const watch = (schedule: string): readonly Watch[] => {
    const spec = catalog.get('Schedule', schedule)?.spec;
    const known = watches.get(schedule) ?? (spec ? shifts(spec, { from, to: from + aheadMs }) : []);
    watches.set(schedule, known);
    return known;
  };
  return new Map(
    catalog.list('EscalationPolicy').map(({ name, spec }) => {
      const targets = spec.steps[0]?.targets ?? [];
      const schedules = targets.flatMap((target) => ('schedule' in target ? [watch(target.schedule)] : []));
      return [name, coverOf({ always: targets.flatMap((target) => alwaysOf(catalog, target)), schedules })];
    }),
  );
}

function alwaysOf(catalog: Catalog, target: Target): string[] {
  if ('person' in target) return catalog.get('Person', target.person) ? [target.person] : [];
  if ('team' in target) return catalog.teamMembers(target.team).map(({ name }) => name);
  if ('schedule' in target) return [];
  return catalog
    .list('Person')
    .filter(({ spec }) => spec.hub === target.hub)
    .map(({ name }) => name);
}

async function unreachableOf({ ctx }: Look, covers: Covers): Promise<ReadonlySet<string>> {
  const people = new Set([...covers.values()].flatMap((cover) => cover.people));
  const why = await whyUnreachable(ctx, [...people]);
  return new Set([...why].flatMap(([person, reasons]) => (reasons.length > 0 ? [person] : [])));
}
