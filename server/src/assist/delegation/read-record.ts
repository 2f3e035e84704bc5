import type { DelegationRow, TeamRecord } from '@fieldmarshal/contract/assist';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { recordOf } from '../core/delegation/record.ts';
import { loadDelegations } from './store.ts';

/** What became of the incidents that a team was given alone. Throws not-found for an unknown team. */
export async function readTeamRecord(
  ctx: Ctx,
  { team, limit }: { readonly team: string; readonly limit: number },
): Promise<{ record: TeamRecord; items: DelegationRow[] }> {
  permit(ctx, 'incident.read');
  if ((await readCatalog(ctx.env)).get('Team', team) === undefined) throw notFound(`Team ${team}`);
  const all = await loadDelegations(ctx.env.databases[ctx.pool], team);
  return { record: recordOf(team, all), items: all.slice(0, limit) };
}
