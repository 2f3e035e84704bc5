import type { Strips } from '@fieldmarshal/contract/now';
import type { Catalog } from '#catalog';
import { listIncidents } from '#incidents';
import { readRoster } from '#oncall';
import type { Ctx } from '#platform';
import { openAtSites } from '#relay';
import { displayName, dutyOf, productDuty, reachOf, type Duty } from './duty.ts';

/** Open incidents that are named; the rest is a number. */
const fireMax = 5;
/** More open incidents than this are counted as this many. */
const openMax = 200;
const productsMax = 4;

/** What both strips show, for the page's first paint and for `GET /strips`. */
export async function readStrips(ctx: Ctx): Promise<Strips> {
  const [catalog, open, closed, atSites] = await Promise.all([
    readRoster(ctx.env),
    listIncidents(ctx, { open: true, sort: 'worst', limit: openMax }),
    listIncidents(ctx, { open: false, drill: false, sort: 'newest', limit: 1 }),
    openAtSites(ctx),
  ]);
  const [real, drills] = [open.items.filter(({ drill }) => !drill), open.items.filter(({ drill }) => drill)];
  const last = closed.items[0];
  const at = ctx.env.clock.now().getTime();
  const lead = dutyOf(catalog, catalog.defaultPolicy()?.spec.steps[0]?.targets ?? [], at);
  const burning = [...new Set(real.flatMap(({ product }) => product ?? []))];
  const names = burning.length > 0 ? burning : ownProducts(ctx, catalog);
  const products = names.slice(0, productsMax).map((name) => ({ name, ...productDuty(catalog, name, at) }));
  const reach = await reachOf(ctx, [lead.now, ...products.map(({ now }) => now)]);
  return {
    // A drill is shown to whoever takes part, behind what is real, and never counts as on fire.
    fire: [...real, ...drills].slice(0, fireMax).map((item) => ({
      id: item.id,
      title: item.title,
      severity: item.severity,
      openedAt: item.declaredAt,
      fieldMarshal: item.fieldMarshal?.name ?? null,
      updateDueAt: item.updateDue,
      drill: item.drill,
    })),
    fireCount: real.length,
    openAtSites: atSites,
    lastClosed: last ? { id: last.id, at: last.resolvedAt ?? last.changedAt } : null,
    fieldMarshal:
      lead.now === null
        ? null
        : {
            person: displayName(catalog, lead.now),
            until: lead.until,
            next: lead.next && displayName(catalog, lead.next),
            reach: reach(lead.now),
          },
    products: products.map(({ name, now }) => ({
      name,
      product: catalog.get('Product', name)?.spec.displayName ?? name,
      person: now === null ? null : displayName(catalog, now),
      reach: reach(now),
    })),
    productCount: names.length,
    hubs: hubs(catalog, lead, at),
  };
}

/** Products of the teams that whoever asks is in. */
function ownProducts(ctx: Ctx, catalog: Catalog): string[] {
  const { actor } = ctx;
  if (actor.kind !== 'person') return [];
  const teams = new Set(
    catalog
      .list('Team')
      .filter(({ name }) => catalog.membersOf(name).includes(actor.person))
      .map(({ name }) => name),
  );
  return catalog
    .list('Product')
    .filter(({ name }) => teams.has(catalog.ownerOf(name)?.name ?? ''))
    .map(({ name }) => name);
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
