import type { ImpactRecord, ImpactRow } from '@fieldmarshal/contract/impact';
import type { Incident } from '@fieldmarshal/contract/incidents';
import type { Catalog } from '#catalog';
import type { AppState } from '../../core/facts.ts';

/** An application, workflow or environment that is hit or may be, as messages need it. */
export interface Hit {
  readonly kind: 'application' | 'workflow' | 'environment';
  readonly name: string;
  readonly publicName: string | null;
  /** Of a workflow, its application. */
  readonly application: string | null;
  readonly state: AppState;
  readonly standing: 'confirmed' | 'likely' | 'possible';
  /** In which environments it is hit; empty: not known. */
  readonly environments: readonly string[];
  /** Whether it is hit wherever it is. */
  readonly everywhere: boolean;
  readonly evidence: string;
}

/** As much of the record as is asked for here, with all its rows. */
type Impact = Pick<ImpactRecord, 'incidentId' | 'rows' | 'startedAt' | 'totals'>;

/** Who and what an incident hits, as far as it is known when a message is written. */
export interface Hits {
  readonly rows: readonly Hit[];
  readonly startedAt: string;
  /** Names of environments that are hit; empty: not known. */
  readonly environments: readonly string[];
  readonly customersHit: number | null;
  /** Customers of whom somebody said that they are hit, or that they are not. */
  readonly customers: { readonly named: readonly string[]; readonly rejected: readonly string[] };
}

type Found = Omit<Hits, 'customers'>;

const order: readonly Hit['state'][] = ['down', 'wrong-data', 'degraded', 'slow', 'unknown'];

/** The worst first; those that are as bad stay in their order. */
export function worstFirst<H extends Pick<Hit, 'state'>>(hits: readonly H[]): H[] {
  return hits.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

/** What the product of an incident means by the catalog alone: every application it is part of, in a state nobody has seen yet. */
export function hitsByCatalog(catalog: Catalog, incident: Incident): Found {
  const { product, environment, declaredAt, id } = incident;
  const environments = environment === null ? [] : [environment];
  const rows = catalog
    .list('Application')
    .filter(({ spec }) => product !== null && spec.products.includes(product))
    .map(({ name, spec }): Hit => ({
      kind: 'application',
      name,
      publicName: spec.publicName ?? null,
      application: null,
      state: 'unknown',
      standing: 'possible',
      environments,
      everywhere: false,
      evidence: `${id}#declared`,
    }));
  return { rows, startedAt: declaredAt, environments, customersHit: null };
}

/**
 * What the impact record says is hit: what people confirmed and what is likely; where there is neither, what is possible. Of something
 * over, what was hit. Null where nothing of it names an application: the catalog has to do then.
 */
export function hitsByImpact(record: Impact, isOver: boolean): Found | null {
  const hit = record.rows.filter(({ standing, until }) => isStanding(standing) && (isOver || until === null));
  const sure = hit.filter(({ standing }) => standing !== 'possible');
  const rows = (sure.some((row) => isOfApplication(row)) ? sure : hit).flatMap((row) => hitFrom(row, record));
  if (!rows.some(({ kind }) => kind !== 'environment')) return null;
  return {
    rows,
    startedAt: record.startedAt,
    environments: rows.flatMap(({ kind, name }) => (kind === 'environment' ? name : [])),
    // None for sure is not the same as none.
    customersHit: record.totals.customers.hit > 0 ? record.totals.customers.hit : null,
  };
}

/** What people said of customers. */
export function saidOf({ impact }: Incident): Hits['customers'] {
  const customers = impact.decisions.filter(({ kind }) => kind === 'customer');
  return {
    named: customers.flatMap(({ name, decision }) => (decision === 'rejected' ? [] : name)),
    rejected: customers.flatMap(({ name, decision }) => (decision === 'rejected' ? name : [])),
  };
}

function isStanding(standing: ImpactRow['standing']): standing is Hit['standing'] {
  return standing === 'confirmed' || standing === 'likely' || standing === 'possible';
}

function isOfApplication({ kind }: ImpactRow): boolean {
  return kind === 'application' || kind === 'workflow';
}

function hitFrom(row: ImpactRow, { incidentId }: Pick<Impact, 'incidentId'>): Hit[] {
  const { kind, name, publicName, application, standing, environments, environmentsOf } = row;
  if (kind === 'customer' || !isStanding(standing)) return [];
  const evidence = row.evidence[0];
  return [
    {
      kind,
      name,
      publicName,
      application,
      // What is only possible is no claim about what anybody notices.
      state: row.state === 'ok' || standing === 'possible' ? 'unknown' : row.state,
      standing,
      environments,
      everywhere: environmentsOf > 0 && environments.length === environmentsOf,
      evidence: evidence === undefined ? `${incidentId}#impact` : `${evidence.kind} ${evidence.id}`,
    },
  ];
}
