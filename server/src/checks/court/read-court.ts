import type { CheckCourt, CheckSpec } from '@fieldmarshal/contract/checks';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { sees, weigh } from './core/court.ts';
import { loadDemotions, loadEpisodes, loadIncidents, type IncidentRow } from '../store/court/court-store.ts';
import { judgedOf, verdictOf } from './episodes.ts';

const dayMs = 86_400_000;
const shownMax = 20;
const episodesMax = 2_000;

/** What a check was worth over some days, as far as incidents and people say. */
export async function readCourt(
  ctx: Ctx,
  { name, days }: { readonly name: string; readonly days: number },
): Promise<CheckCourt> {
  permit(ctx, 'check.read');
  const check = (await readCatalog(ctx.env)).get('Check', name);
  if (!check) throw notFound(`The check ${name}`);
  const db = ctx.env.databases[ctx.pool];
  const now = ctx.env.clock.now().getTime();
  const since = new Date(now - days * dayMs);
  const [rows, incidents, demotions] = await Promise.all([
    loadEpisodes(db, { check: name, since, limit: episodesMax }),
    loadIncidents(db, since),
    loadDemotions(db, { ended: false }),
  ]);
  const concerned = incidents.filter((incident) => concerns(check.spec, incident));
  const judged = rows.map(judgedOf);
  const demotion = demotions.find(({ check_name: of }) => of === name);
  return {
    days,
    episodes: rows.length,
    ...weigh(judged, concerned.map(spanOf), now),
    missed: concerned
      .filter((incident) => !judged.some((episode) => sees(episode, spanOf(incident), now)))
      .slice(0, shownMax)
      .map(({ id, title, declared_at: at, by_person: byPerson }) => ({
        ...{ incident: id, title, byPerson },
        declaredAt: at.toISOString(),
      })),
    last: rows.slice(0, shownMax).map((row) => ({
      ...{
        id: row.id,
        environment: row.environment,
        run: row.run_id,
        reason: row.reason,
        raised: row.raised,
      },
      startedAt: row.started_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      incident: row.incident_id,
      ...verdictOf(row),
    })),
    demotion: demotion
      ? {
          since: demotion.since.toISOString(),
          until: demotion.until.toISOString(),
          owner: demotion.owner,
          reason: demotion.reason,
        }
      : null,
  };
}

export function spanOf({ declared_at: at, resolved_at: end }: IncidentRow) {
  return { declaredAt: at.getTime(), endedAt: end?.getTime() ?? null };
}

/** An incident without an environment concerns every one. */
export function concerns(spec: CheckSpec, { product, environment }: IncidentRow): boolean {
  return (
    product !== null &&
    spec.products.includes(product) &&
    (environment === null || spec.environments.some((entry) => entry.environment === environment))
  );
}
