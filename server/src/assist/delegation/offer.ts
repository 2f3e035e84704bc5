import type { DelegationOffer, SimilarMatch } from '@fieldmarshal/contract/assist';
import { isCleared, readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { readImpact } from '#impact';
import { getIncident } from '#incidents';
import { readRoomRunbooks } from '#knowledge';
import { AppError, type Ctx } from '#platform';
import { packOf } from '../core/delegation/pack.ts';
import { recordOf } from '../core/delegation/record.ts';
import { summarise } from '../core/summary/summarise.ts';
import { readIncident } from '../read-incident.ts';
import { findSimilar } from '../similar/find-similar.ts';
import { findOpenToAll } from '../similar/store.ts';
import { adviseIncident } from '../triage/advise-incident.ts';
import { loadDelegations } from './store.ts';

/** What a team would get: the one that is named, else the owner of the incident's product. Changes nothing. */
export async function readOffer(
  ctx: Ctx,
  { id, team }: { readonly id: string; readonly team?: string | undefined },
): Promise<DelegationOffer> {
  permit(ctx, 'incident.read');
  const [catalog, incident] = await Promise.all([readCatalog(ctx.env), getIncident(ctx, { id })]);
  if (team !== undefined && catalog.get('Team', team) === undefined)
    throw new AppError('invalid', `team: "${team}" is not in the catalog.`, {
      faults: [{ path: 'team', message: 'is not in the catalog' }],
    });
  const owner = incident.product === null ? null : (catalog.ownerOf(incident.product)?.name ?? null);
  const to = team ?? owner;
  const [pack, advice, all] = await Promise.all([
    compilePack(ctx, id),
    adviseIncident(ctx, { id }),
    to === null ? [] : loadDelegations(ctx.env.databases[ctx.pool], to),
  ]);
  return {
    ...{ team: to, pack, advice: advice.advice, points: advice.total },
    record: to === null ? null : recordOf(to, all),
  };
}

async function compilePack(ctx: Ctx, id: string): Promise<string> {
  const [{ incident, record, catalog }, impact, similar, runbooks] = await Promise.all([
    readIncident(ctx, id),
    readImpact(ctx, { id }),
    findSimilar(ctx, { id }),
    readRoomRunbooks(ctx, { id }),
  ]);
  return packOf({
    ...{ incident, summary: summarise(record), impact: impact.rows },
    similar: await openToAll(ctx, catalog, similar.items),
    ...{ runbooks: runbooks.items, publicUrl: ctx.env.config.publicUrl ?? '' },
  });
}

/** The pack stands in the log for whoever reads that: what only whoever compiles it may see does not get into it. */
async function openToAll(
  ctx: Ctx,
  catalog: Catalog,
  items: readonly SimilarMatch[],
): Promise<readonly SimilarMatch[]> {
  const ids = items.map(({ incidentId }) => incidentId);
  const rows = await findOpenToAll(ctx.env.databases[ctx.pool], ids);
  const open = new Set(
    rows.filter(({ environment }) => isCleared(catalog, null, environment)).map((row) => row.id),
  );
  return items.filter(({ incidentId }) => open.has(incidentId));
}
