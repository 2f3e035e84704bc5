import type { Incident } from '@fieldmarshal/contract/incidents';
import { readCatalog, type Catalog } from '#catalog';
import { readImpact } from '#impact';
import { getIncident, listEvents } from '#incidents';
import type { Ctx } from '#platform';
import type { Wanted } from '../../core/messages/plan.ts';
import { sentCommunications, type StoredCommunication } from '../communication-store.ts';
import { customersTold, everywhere, type Whereabouts } from '../../sending/readers.ts';
import { hitsByCatalog, hitsByImpact, saidOf, type Hit, type Hits } from './hits.ts';

/** Notes of people, newest last; the rules keep them out of messages. */
const notesMax = 200;

/** All that a message about an incident may rest on, read at one moment. */
export interface Gathered {
  readonly incident: Incident;
  readonly catalog: Catalog;
  readonly hits: Hits;
  readonly sent: readonly StoredCommunication[];
  /** Customers to whom something about it was sent, by application. */
  readonly told: ReadonlyMap<string, ReadonlySet<string>>;
  readonly notes: readonly string[];
  readonly now: Date;
}

/** Reads it; call it before a transaction. Throws `not-found`. */
export async function gather(ctx: Ctx, incidentId: string): Promise<Gathered> {
  const db = ctx.env.databases[ctx.pool];
  const [incident, catalog, impact, sent, told, notes] = await Promise.all([
    getIncident(ctx, { id: incidentId }),
    readCatalog(ctx.env),
    readImpact(ctx, { id: incidentId }),
    sentCommunications(db, incidentId),
    customersTold(db, incidentId),
    notesOf(ctx, incidentId),
  ]);
  const found = hitsByImpact(impact, incident.resolvedAt !== null) ?? hitsByCatalog(catalog, incident);
  const hits = withToldOf({ ...found, customers: saidOf(incident) }, { catalog, sent });
  return { incident, catalog, hits, sent, told, notes, now: ctx.env.clock.now() };
}

/** Customers who were told once are told how it ends, also where what they use is no longer among what is hit. */
function withToldOf(hits: Hits, { catalog, sent }: Pick<Gathered, 'catalog' | 'sent'>): Hits {
  const known = new Set(hits.rows.flatMap(({ kind, name }) => (kind === 'application' ? name : [])));
  const told = new Map(sent.map(({ application, id }) => [application, id]));
  const others = [...told].filter(([application]) => application !== '' && !known.has(application));
  const rows = others.map(([name, id]): Hit => ({
    kind: 'application',
    name,
    publicName: catalog.get('Application', name)?.spec.publicName ?? null,
    application: null,
    state: 'unknown',
    standing: 'possible',
    environments: [],
    everywhere: false,
    evidence: id,
  }));
  return { ...hits, rows: [...hits.rows, ...rows] };
}

async function notesOf(ctx: Ctx, id: string): Promise<string[]> {
  const { items } = await listEvents(ctx, { id, order: 'newest', type: 'noted', limit: notesMax });
  return items
    .map(({ data }) => (typeof data === 'object' && data !== null && 'text' in data ? String(data.text) : ''))
    .filter((text) => text !== '')
    .toReversed();
}

/** The rows that a message to this audience is about. */
export function rowsFor(
  { hits }: Gathered,
  { audience, application }: Pick<Wanted, 'audience' | 'application'>,
): Hit[] {
  if (audience !== 'customers') return [...hits.rows];
  return hits.rows.filter(
    ({ kind, name, application: of }) =>
      (kind === 'application' && name === application) || (kind === 'workflow' && of === application),
  );
}

/** Where the readers of a message are hit, as far as that is known, and what people said of customers. */
export function whereaboutsOf(
  gathered: Gathered | null,
  wanted: Pick<Wanted, 'audience' | 'application'>,
): Whereabouts {
  if (gathered === null) return everywhere;
  const { hits } = gathered;
  const rows = rowsFor(gathered, wanted);
  const isKnown = rows.length > 0 && rows.every(({ environments }) => environments.length > 0);
  const own = [...new Set(rows.flatMap(({ environments }) => environments))];
  return { environments: isKnown ? own : hits.environments, ...hits.customers };
}
