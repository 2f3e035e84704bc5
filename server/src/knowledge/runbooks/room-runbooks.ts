import type { Incident } from '@fieldmarshal/contract/incidents';
import type { RoomRunbooks } from '@fieldmarshal/contract/knowledge';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { getIncident } from '#incidents';
import { actorKey, type Ctx } from '#platform';
import { productsOf } from '../about.ts';
import { rankRunbooks, type About, type Candidate } from '../core/rank.ts';
import { beginningOf, titleOf } from '../core/title.ts';
import { fitRunbooks, loadAlertsOf, loadOwnAnswers, loadVotes } from '../store.ts';

const shownMax = 6;

/** Runbooks for an incident: by its failing checks, product and words, and by what people said helped. Throws not-found for none. */
export async function readRoomRunbooks(ctx: Ctx, { id }: { readonly id: string }): Promise<RoomRunbooks> {
  permit(ctx, 'incident.read');
  const [incident, catalog] = await Promise.all([getIncident(ctx, { id }), readCatalog(ctx.env)]);
  const all = catalog.list('Runbook');
  if (all.length === 0) return { items: [], of: 0 };
  const db = ctx.env.databases[ctx.pool];
  const about = await aboutOf(ctx, incident);
  const [candidates, own] = await Promise.all([
    candidatesFor(ctx, catalog, { about, product: incident.product }),
    loadOwnAnswers(db, id, actorKey(ctx.actor)),
  ]);
  const items = rankRunbooks(about, candidates)
    .slice(0, shownMax)
    .flatMap(({ candidate: { name, votes }, why }) => {
      const spec = catalog.get('Runbook', name)?.spec;
      if (spec === undefined) return [];
      const excerpt = beginningOf(spec.text);
      return {
        name,
        title: titleOf(name, spec),
        excerpt,
        why: [...why],
        helped: votes,
        mine: own.get(name) ?? null,
      };
    });
  return { items, of: all.length };
}

async function aboutOf(ctx: Ctx, incident: Incident): Promise<About> {
  const alerts = await loadAlertsOf(ctx.env.databases[ctx.pool], incident.id);
  return {
    products: productsOf(incident),
    checks: alerts.checks,
    text: [incident.title, incident.summary, ...alerts.titles].join('\n'),
  };
}

async function candidatesFor(
  ctx: Ctx,
  catalog: Catalog,
  { about, product }: { readonly about: About; readonly product: string | null },
): Promise<Candidate[]> {
  const db = ctx.env.databases[ctx.pool];
  const fits = new Map((await fitRunbooks(db, about.text)).map((fit) => [fit.name, fit]));
  const named = catalog
    .list('Runbook')
    .filter(
      ({ name, spec }) =>
        fits.has(name) ||
        spec.symptoms.length > 0 ||
        spec.products.some((one) => about.products.includes(one)) ||
        spec.checks.some((one) => about.checks.includes(one)),
    );
  const votes = await loadVotes(db, { names: named.map(({ name }) => name), product });
  const none = { yes: 0, no: 0 };
  return named.map(({ name, spec }) => ({
    name,
    spec,
    fit: fits.get(name)?.rank ?? 0,
    words: fits.get(name)?.words ?? [],
    votes: votes.get(name)?.all ?? none,
    votesHere: votes.get(name)?.here ?? none,
  }));
}
