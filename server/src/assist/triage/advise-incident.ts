import type { TriageAnswer } from '@fieldmarshal/contract/assist';
import type { Catalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { factsOfIncident } from '../core/log/triage-facts.ts';
import { givesBack, tune } from '../core/delegation/record.ts';
import { advise } from '../core/triage/advise.ts';
import { experienceOf } from '../core/triage/from-past.ts';
import { understand, type KnownProduct } from '../core/triage/understand.ts';
import { loadDelegations } from '../delegation/store.ts';
import { loadPast } from './past-store.ts';
import { readIncident } from '../read-incident.ts';

/** Whether a Field Marshal should lead it, reckoned anew from the log as it is now. */
export async function adviseIncident(ctx: Ctx, { id }: { readonly id: string }): Promise<TriageAnswer> {
  permit(ctx, 'incident.read');
  const { incident, record, catalog } = await readIncident(ctx, id);
  const text = [
    record.title,
    ...record.entries.filter(({ origin }) => origin === 'prose').map((entry) => entry.text),
  ].join('\n');
  const heard = understand(text, knownProducts(catalog));
  const product = incident.product;
  const facts = factsOfIncident({
    incident,
    record,
    heard,
    criticalProducts: criticalProducts(catalog),
    dependents: product === null ? 0 : catalog.dependents(product).length,
  });
  const past = await loadDelegations(ctx.env.databases[ctx.pool], null);
  const learnt = experienceOf(await loadPast(ctx.env.databases[ctx.pool], id)).productsOf(text);
  const tuned = tune(past);
  const owner = product === null ? undefined : catalog.ownerOf(product)?.name;
  const back = owner === undefined ? null : givesBack(owner, past);
  const { advice, total, points, change } = advise(
    { ...facts, teamGivesBack: back === null || owner === undefined ? null : { team: owner, ...back } },
    null,
    tuned.thresholds,
  );
  return {
    advice,
    total,
    thresholds: tuned.thresholds,
    tuned: [...tuned.why],
    points: points.map(({ cites, ...point }) => ({ ...point, cites: cites.map(Number) })),
    change: [...change],
    heard: {
      products: heard.products.filter((one) => one.product !== product).map((one) => ({ ...one })),
      learnt: learnt
        .filter(
          (one) =>
            one.product !== product &&
            catalog.get('Product', one.product) !== undefined &&
            heard.products.every((other) => other.product !== one.product),
        )
        .slice(0, 5),
      regions: [...heard.regions],
      symptom: heard.symptom.kind,
    },
  };
}

function knownProducts(catalog: Catalog): KnownProduct[] {
  return catalog.allOf('Product').flatMap(({ name }) => {
    const spec = catalog.get('Product', name)?.spec;
    return spec === undefined
      ? []
      : [
          {
            product: name,
            names: [name, ...(spec.displayName === undefined ? [] : [spec.displayName]), ...spec.aliases],
          },
        ];
  });
}

/** Products that a mission-critical workflow needs. */
function criticalProducts(catalog: Catalog): ReadonlySet<string> {
  return new Set(
    catalog.allOf('Workflow').flatMap(({ name }) => {
      const spec = catalog.get('Workflow', name)?.spec;
      return spec?.criticality === 1 ? spec.steps.flatMap(({ products }) => products) : [];
    }),
  );
}
