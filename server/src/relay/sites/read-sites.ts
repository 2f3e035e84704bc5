import type { SiteDetail, SiteIncidentSummary, SiteView } from '@fieldmarshal/contract/relay';
import { siteIncidentSummary } from '@fieldmarshal/contract/relay/schema';
import { z } from 'zod';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { clockBounds } from '../core/clock-bounds.ts';
import { gapsOf, knownUntil } from '../core/gaps.ts';
import { coveredBy, crossingsOf, listBundles, type Line } from '../store/bundle-store.ts';
import { countOpen, countOpenIncidents, loadRecords, type StoredRecord } from '../store/record-store.ts';
import { loadKeys, loadSite, loadSites, type StoredSite } from '../store/site-store.ts';
import type { Db } from '../store/self-store.ts';
import { viewOf } from '../store/bundle-store.ts';

const bundlesMax = 100;
const incidentsMax = 100;

/** Headquarters' sites, with how old the picture of each is. */
export async function listSites(ctx: Ctx): Promise<{ items: SiteView[] }> {
  permit(ctx, 'site.read');
  const db = ctx.env.databases[ctx.pool];
  const [sites, open] = await Promise.all([loadSites(db), countOpen(db)]);
  return { items: await Promise.all(sites.map(async (site) => siteViewOf(db, site, open.get(site.name)))) };
}

/** Incidents that were open at sites when each told last. */
export async function openAtSites(ctx: Ctx): Promise<number> {
  permit(ctx, 'site.read');
  return countOpenIncidents(ctx.env.databases[ctx.pool]);
}

export async function readSite(ctx: Ctx, { name }: { readonly name: string }): Promise<SiteDetail> {
  permit(ctx, 'site.read');
  const db = ctx.env.databases[ctx.pool];
  const site = await loadSite(db, name);
  if (site === null) throw notFound('This site');
  const [view, keys, bundles, incidents, standings, readiness] = await Promise.all([
    countOpen(db).then(async (open) => siteViewOf(db, site, open.get(name))),
    loadKeys(db, name),
    listBundles(db, name, bundlesMax),
    readSummaries(db, name),
    loadRecords(db, name, 'standing'),
    loadRecords(db, name, 'readiness'),
  ]);
  const until = site.invitation === null ? null : site.invitation_ends_at;
  return {
    ...view,
    invitedUntil: until === null || until < ctx.env.clock.now() ? null : until.toISOString(),
    keys: keys.map(({ fingerprint, from, until, revokedAt }) => ({
      fingerprint,
      fromSequence: from,
      untilSequence: until,
      revokedAt: revokedAt?.toISOString() ?? null,
    })),
    bundles: bundles.map(viewOf),
    incidents,
    standings: standings.map(({ at, data }) => ({
      check: textOf(data['check']) ?? '',
      environment: textOf(data['environment']) ?? '',
      state: textOf(data['state']) ?? 'no-data',
      since: textOf(data['since']),
      lastRunAt: textOf(data['lastRunAt']),
      at: at.toISOString(),
    })),
    readiness: readiness.map(readinessOf).toSorted((a, b) => (a.product < b.product ? -1 : 1)),
  };
}

/** Standards that a product of the site met, missed, and of which it was not known, when it told of them. */
function readinessOf({ id, at, data }: StoredRecord): SiteDetail['readiness'][number] {
  const standards = z.record(z.string(), z.unknown()).safeParse(data['standards']).data ?? {};
  const names = Object.keys(standards).toSorted();
  return {
    product: textOf(data['product']) ?? id,
    met: names.filter((name) => standards[name] === 'met').length,
    missed: names.filter((name) => standards[name] === 'missed'),
    unknown: names.filter((name) => standards[name] !== 'met' && standards[name] !== 'missed').length,
    at: at.toISOString(),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

async function readSummaries(db: Db, site: string): Promise<SiteIncidentSummary[]> {
  const records = await loadRecords(db, site, 'incident');
  const all = records.map(({ data }) => siteIncidentSummary.parse(data));
  return [...all.filter(({ isOpen }) => isOpen), ...all.filter(({ isOpen }) => !isOpen)].slice(
    0,
    incidentsMax,
  );
}

type Open = { readonly incidents: number; readonly conflicts: number; readonly alerts: number };

async function siteViewOf(db: Db, site: StoredSite, open: Open | undefined): Promise<SiteView> {
  const line: Line | null =
    site.stream === null ? null : { site: site.name, direction: 'up', stream: site.stream };
  const [covered, crossings] =
    line === null ? [[], []] : await Promise.all([coveredBy(db, line), crossingsOf(db, line)]);
  const gaps = gapsOf(covered);
  const last = covered.toSorted((a, b) => b.sequence - a.sequence)[0];
  const { atLeast, atMost } = clockBounds(crossings);
  return {
    name: site.name,
    environments: site.environments,
    state: site.state,
    link: linkOf(site, gaps.length > 0),
    reportEverySeconds: site.report_every_s,
    enrolledAt: site.enrolled_at?.toISOString() ?? null,
    lastBundleAt: site.last_bundle_at?.toISOString() ?? null,
    knownUntil: last === undefined ? null : knownUntil(last),
    lastSequence: last?.sequence ?? null,
    gaps,
    clock: { atLeastMs: atLeast, atMostMs: atMost },
    openIncidents: open?.incidents ?? 0,
    firingAlerts: open?.alerts ?? 0,
    conflicts: open?.conflicts ?? 0,
  };
}

function linkOf({ state, is_overdue, last_bundle_at }: StoredSite, hasGaps: boolean): SiteView['link'] {
  if (state !== 'enrolled') return state;
  if (is_overdue) return 'overdue';
  if (last_bundle_at === null) return 'unheard';
  return hasGaps ? 'incomplete' : 'in-time';
}
