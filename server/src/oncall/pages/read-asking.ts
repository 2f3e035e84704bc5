import { asking as askingSchema, type Asking } from '@fieldmarshal/contract/oncall';
import { permit } from '#identity';
import type { Ctx } from '#platform';

/** Who is asked about an incident and has not answered, also where nobody is left to ask; the first asked first. Empty for an incident nobody knows. */
export async function readAsking(ctx: Ctx, { id }: { readonly id: string }): Promise<{ items: Asking[] }> {
  permit(ctx, 'page.read');
  const rows = await ctx.env.databases[ctx.pool]
    .selectFrom('escalation')
    .select(['id', 'team', 'scope', 'status', 'started_at as startedAt'])
    .where('incident_id', '=', id)
    .where('status', 'in', ['paging', 'exhausted'])
    .orderBy('started_at')
    .execute();
  return {
    items: rows.map(({ id: escalationId, team, scope, status, startedAt }) =>
      askingSchema.parse({
        ...{ escalationId, team, state: status, since: startedAt.toISOString() },
        person: /^person:(.*)$/.exec(scope)?.[1] ?? null,
      }),
    ),
  };
}
