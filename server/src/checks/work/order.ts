import type { Order } from '@fieldmarshal/contract/checks';
import type { Catalog } from '#catalog';
import { fillProbe } from '../core/fill.ts';
import type { TakenRun } from '../store/slot-store.ts';

/** What an order needs beside the catalog. */
export interface Supplies {
  /** The value of a secret in an environment; null where it has none or cannot be opened. */
  readonly secret: (name: string, environment: string) => string | null;
  readonly bundle: (project: string) => Order['bundle'];
}

export type Prepared = { readonly order: Order } | { readonly refusal: string };

/** The order for a taken run, or why it cannot be made: that is a fault of the check itself. */
export function prepareOrder(
  catalog: Catalog,
  supplies: Supplies,
  { run, place }: { readonly run: TakenRun; readonly place: string },
): Prepared {
  const check = catalog.get('Check', run.check);
  const entry = check?.spec.environments.find(({ environment }) => environment === run.environment);
  if (!check || !entry) return { refusal: 'The check is no longer in the catalog.' };
  const { spec } = check;
  const environment = catalog.get('Environment', run.environment)?.spec;
  const variables = { ...environment?.variables, ...spec.variables, ...entry.variables };
  const { probe, missing, secrets: named } = fillProbe(spec.probe, variables);
  if (missing.length > 0)
    return { refusal: `It names variables that have no value in ${run.environment}: ${missing.join(', ')}.` };
  const secrets = secretsOf([...spec.secrets, ...named], run.environment, supplies);
  if (typeof secrets === 'string') return { refusal: secrets };
  const bundle = probe.type === 'e2e' ? supplies.bundle(probe.project) : null;
  if (probe.type === 'e2e' && bundle === null)
    return { refusal: `The project ${probe.project} has not been deployed.` };
  return {
    order: {
      id: run.id,
      attempt: 1,
      leaseMs: run.leaseMs,
      check: run.check,
      environment: run.environment,
      place,
      dueAt: run.dueAt.toISOString(),
      timeoutMs: Math.round(spec.timeoutSeconds * 1_000),
      retries: spec.retries,
      probe,
      bundle,
      variables,
      secrets,
      urlPatterns: urlPatternsOf(catalog),
      privateRanges: environment?.privateRanges ?? [],
    },
  };
}

function secretsOf(
  names: readonly string[],
  environment: string,
  { secret }: Supplies,
): Record<string, string> | string {
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = secret(name, environment);
    if (value === null) return `The secret ${name} has no value in ${environment}.`;
    values[name] = value;
  }
  return values;
}

const patterns = new WeakMap<Catalog, Order['urlPatterns']>();

function urlPatternsOf(catalog: Catalog): Order['urlPatterns'] {
  const known = patterns.get(catalog);
  if (known) return known;
  const made = catalog
    .list('Product')
    .flatMap(({ name, spec }) => spec.urlPatterns.map((pattern) => ({ pattern, product: name })));
  patterns.set(catalog, made);
  return made;
}
