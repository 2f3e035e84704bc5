import type { SealedOrder } from '@fieldmarshal/contract/checks';
import { aboutSecret, type Locked, type sealerTo } from '@fieldmarshal/runner/sealed';
import type { Catalog } from '#catalog';
import { fillProbe } from '../core/fill.ts';
import type { TakenRun } from '../store/slot-store.ts';

/** What an order needs beside the catalog. */
export interface Supplies {
  /** A secret in an environment, locked; null where it has no value there, or its key cannot be opened. */
  readonly secret: (name: string, environment: string) => Locked | null;
  /** Seals the keys of secrets to the runner; null where it has said no key of its own. */
  readonly sealer: Sealer | null;
  readonly bundle: (project: string) => SealedOrder['bundle'];
}

type Sealer = ReturnType<typeof sealerTo>;

export type Prepared = { readonly order: SealedOrder } | { readonly refusal: string };

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
  const secrets = secretsOf([...spec.secrets, ...named], run, supplies);
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
      madeKey: supplies.sealer?.madeKey ?? '',
      urlPatterns: urlPatternsOf(catalog),
      privateRanges: environment?.privateRanges ?? [],
    },
  };
}

/** Each secret as it stands in storage, with its key for this run and this runner. The value itself is not opened here. */
function secretsOf(
  names: readonly string[],
  { id, environment }: TakenRun,
  { secret, sealer }: Supplies,
): SealedOrder['secrets'] | string {
  const sealed: SealedOrder['secrets'] = {};
  for (const name of names) {
    const found = secret(name, environment);
    if (found === null)
      return `The secret ${name} has no value in ${environment}: an administrator sets it under Admin, Secrets of checks.`;
    if (sealer === null)
      return `The runner that took it is older than the server, and cannot be told secrets.`;
    sealed[name] = { key: sealer.seal(found.key, aboutSecret(id, name)), locked: found.locked };
  }
  return sealed;
}

const patterns = new WeakMap<Catalog, SealedOrder['urlPatterns']>();

function urlPatternsOf(catalog: Catalog): SealedOrder['urlPatterns'] {
  const known = patterns.get(catalog);
  if (known) return known;
  const made = catalog
    .list('Product')
    .flatMap(({ name, spec }) => spec.urlPatterns.map((pattern) => ({ pattern, product: name })));
  patterns.set(catalog, made);
  return made;
}
