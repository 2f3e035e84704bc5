import type { PageTarget } from '@fieldmarshal/contract/catalog';
import type { Strips } from '@fieldmarshal/contract/now';
import { readCatalog, type Catalog } from '#catalog';
import { listIncidents } from '#incidents';
import { shifts } from '#oncall';
import { api, type Ctx } from '#platform';

/** Open incidents that are named; the rest is a number. */
const fireMax = 5;
/** More open incidents than this are counted as this many. */
const openMax = 200;
const productsMax = 4;
/** How far ahead the next shift is looked for. */
const horizonMs = 8 * 86_400_000;

/** What both strips show, for the page's first paint and for `GET /strips`. */
export async function readStrips(ctx: Ctx): Promise<Strips> {
  const [catalog, open, closed] = await Promise.all([
    readCatalog(ctx.env),
    listIncidents(ctx, { open: true, sort: 'worst', limit: openMax }),
    listIncidents(ctx, { open: false, sort: 'newest', limit: 1 }),
  ]);
  const last = closed.items[0];
  const at = ctx.env.clock.now().getTime();
  const lead = dutyOf(catalog, catalog.defaultPolicy()?.spec.steps[0]?.targets ?? [], at);
  const names = [...new Set(open.items.flatMap(({ product }) => product ?? []))].slice(0, productsMax);
  return {
    fire: open.items.slice(0, fireMax).map((item) => ({
      id: item.id,
      title: item.title,
      severity: item.severity,
      openedAt: item.declaredAt,
      fieldMarshal: item.fieldMarshal?.name ?? null,
      updateDueAt: item.updateDue,
      drill: item.drill,
    })),
    fireCount: open.items.length,
    lastClosed: last ? { id: last.id, at: last.resolvedAt ?? last.changedAt } : null,
    fieldMarshal:
      lead.now === null
        ? null
        : {
            person: displayName(catalog, lead.now),
            until: lead.until,
            next: lead.next && displayName(catalog, lead.next),
          },
    products: names.map((product) => productDuty(catalog, product, at)),
    hubs: hubs(catalog, lead, at),
  };
}

export const nowRoutes = {
  strips: api.now.strips.handler(async ({ context }) => readStrips(context.ctx)),
};

interface Duty {
  readonly now: string | null;
  /** RFC 3339; null where it does not end within the horizon. */
  readonly until: string | null;
  readonly next: string | null;
}

const nobody: Duty = { now: null, until: null, next: null };

/** Who answers for the first of these targets now, and who comes next. */
function dutyOf(catalog: Catalog, targets: readonly PageTarget[], at: number): Duty {
  const target = targets[0];
  if (target === undefined) return nobody;
  if ('person' in target) return { ...nobody, now: target.person };
  if ('team' in target) return { ...nobody, now: catalog.teamMembers(target.team)[0]?.name ?? null };
  const schedule = catalog.get('Schedule', target.schedule);
  if (!schedule) return nobody;
  const [current, ...later] = shifts(schedule.spec, { from: at, to: at + horizonMs });
  if (current === undefined) return nobody;
  return {
    now: current.people[0] ?? null,
    until: later.length === 0 ? null : new Date(current.to).toISOString(),
    next: later.find((shift) => shift.people.length > 0)?.people[0] ?? null,
  };
}

function productDuty(catalog: Catalog, product: string, at: number): Strips['products'][number] {
  const owner = catalog.ownerOf(product);
  const policy = owner?.spec.escalationPolicy && catalog.get('EscalationPolicy', owner.spec.escalationPolicy);
  const targets = policy ? (policy.spec.steps[0]?.targets ?? []) : owner ? [{ team: owner.name }] : [];
  const { now } = dutyOf(catalog, targets, at);
  return {
    product: catalog.get('Product', product)?.spec.displayName ?? product,
    person: now === null ? null : displayName(catalog, now),
    reach: now === null ? 'nobody' : 'untested',
  };
}

function hubs(catalog: Catalog, lead: Duty, at: number): Strips['hubs'] {
  const hubOf = (person: string | null): string | undefined =>
    person === null ? undefined : catalog.get('Person', person)?.spec.hub;
  const [on, next] = [hubOf(lead.now), hubOf(lead.next)];
  return catalog
    .list('Hub')
    .map(({ name, spec }) => ({
      name: spec.displayName ?? name.toUpperCase(),
      zone: spec.timeZone,
      duty: dutyWord(name, { on, next }),
    }))
    .toSorted((a, b) => offsetMinutes(b.zone, at) - offsetMinutes(a.zone, at));
}

function dutyWord(
  hub: string,
  { on, next }: { on: string | undefined; next: string | undefined },
): 'on' | 'next' | 'off' {
  if (hub === on) return 'on';
  return hub === next ? 'next' : 'off';
}

/** How far a zone is ahead of UTC at a moment, in minutes. */
function offsetMinutes(zone: string, at: number): number {
  const text = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).format(at);
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function displayName(catalog: Catalog, person: string): string {
  return catalog.get('Person', person)?.spec.displayName ?? person;
}
