import type { Incident, IncidentState, IncidentSummary, StoredEvent } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { listIncidentRows, type ListQuery } from './list-store.ts';
import { mustSee } from './sight.ts';
import { loadEvents, loadIncident } from './store.ts';

/** The folded incident as of the last commit. */
export async function getIncident(ctx: Ctx, { id }: { readonly id: string }): Promise<Incident> {
  permit(ctx, 'incident.read');
  const incident = await loadIncident(ctx.env.databases[ctx.pool], id);
  if (incident === null) throw notFound(`Incident ${id}`);
  mustSee(ctx, incident);
  return incident;
}

interface ListInput extends Omit<ListQuery, 'state' | 'severity'> {
  readonly state?: IncidentState | readonly IncidentState[] | undefined;
  readonly severity?: string | readonly string[] | undefined;
}

export async function listIncidents(
  ctx: Ctx,
  { state, severity, ...rest }: ListInput,
): Promise<{ items: IncidentSummary[]; nextCursor: string | null }> {
  permit(ctx, 'incident.read');
  const query = { ...rest, state: several(state), severity: several(severity) };
  return listIncidentRows(ctx.env.databases[ctx.pool], query);
}

interface EventsInput {
  readonly id: string;
  readonly after?: number | undefined;
  readonly order: 'oldest' | 'newest';
  readonly type?: string | readonly string[] | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A page of the log. The cursor is the last `seq` of the page before, so a reader may also continue from what it has. */
export async function listEvents(
  ctx: Ctx,
  { id, after, order, type, limit, cursor }: EventsInput,
): Promise<{ items: StoredEvent[]; nextCursor: string | null }> {
  permit(ctx, 'incident.read');
  const db = ctx.env.databases[ctx.pool];
  if (!(await db.selectFrom('incident').select('id').where('id', '=', id).executeTakeFirst()))
    throw notFound(`Incident ${id}`);
  const items = await loadEvents(db, {
    id,
    after: cursor !== undefined && /^\d{1,9}$/.test(cursor) ? Number(cursor) : after,
    newestFirst: order === 'newest',
    types: several(type),
    limit: limit + 1,
  });
  const page = items.slice(0, limit);
  return { items: page, nextCursor: items.length > limit ? String(page.at(-1)?.seq) : null };
}

function several<T extends string>(value: T | readonly T[] | undefined): readonly T[] | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? [value] : value;
}
