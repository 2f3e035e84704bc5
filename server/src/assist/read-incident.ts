import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents';
import { readCatalog, type Catalog } from '#catalog';
import { getIncident, listEvents } from '#incidents';
import { readVerdict } from '#localisation';
import type { Ctx } from '#platform';
import { recordOfLog } from './core/log/record-of.ts';
import type { IncidentRecord } from './core/record.ts';

/** The most entries that are read of one log: what incidents may hold at all. */
const entriesMax = 20_000;
const pageSize = 1_000;

export interface ReadIncident {
  readonly incident: Incident;
  readonly record: IncidentRecord;
  /** The whole log, oldest first. */
  readonly events: readonly StoredEvent[];
  readonly catalog: Catalog;
}

/** An incident with its whole log as a record; permission to read it is asked for on the way. */
export async function readIncident(ctx: Ctx, id: string): Promise<ReadIncident> {
  const catalog = await readCatalog(ctx.env);
  const incident = await getIncident(ctx, { id });
  const events: StoredEvent[] = [];
  for (let after = 0; after < Math.min(incident.seq, entriesMax);) {
    const { items } = await listEvents(ctx, { id, after, order: 'oldest', limit: pageSize });
    const last = items.at(-1);
    if (last === undefined) break;
    events.push(...items);
    after = last.seq;
  }
  const products = incident.product === null ? [] : [nameOf(catalog, incident.product)];
  const now = ctx.env.clock.now().toISOString();
  const causes = await namedCauses(ctx, id);
  return { incident, catalog, events, record: recordOfLog(incident, events, { products, now, causes }) };
}

/** Whom the cause verdict names as it stands: nobody where it is not clear; null where there is none. */
async function namedCauses(ctx: Ctx, id: string): Promise<string[] | null> {
  const verdict = (await readVerdict(ctx, id))?.verdict ?? null;
  if (verdict === null) return null;
  if (!verdict.clear) return [];
  return (verdict.pair ?? verdict.suspects.slice(0, 1)).map(({ kind, name }) => `${kind}:${name}`);
}

/** What people call a product. */
export function nameOf(catalog: Catalog, product: string): string {
  return catalog.get('Product', product)?.spec.displayName ?? product;
}
