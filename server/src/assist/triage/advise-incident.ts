import type { TriageAnswer } from '@fieldmarshal/contract/assist';
import type { Catalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { factsOfIncident } from '../core/log/triage-facts.ts';
import { givesBack, tune } from '../core/delegation/record.ts';
import { momentsBefore } from '../core/log/triage-course.ts';
import type { IncidentRecord } from '../core/record.ts';
import { adviseAlong, isNearThreshold, type TriageFacts } from '../core/triage/advise.ts';
import { experienceOf, severityOfLevel } from '../core/triage/from-past.ts';
import { understand, type KnownProduct, type Understanding } from '../core/triage/understand.ts';
import { loadDelegations } from '../delegation/store.ts';
import { loadPast } from './past-store.ts';
import { readIncident, type ReadIncident } from '../read-incident.ts';

/** Whether a Field Marshal should lead it, reckoned anew from the log as it is now. */
export async function adviseIncident(ctx: Ctx, { id }: { readonly id: string }): Promise<TriageAnswer> {
  permit(ctx, 'incident.read');
  const { incident, record, catalog, events } = await readIncident(ctx, id);
  const text = proseOf(record);
  const known = knownProducts(catalog);
  const heard = understand(text, known);
  const product = incident.product;
  const critical = criticalProducts(catalog);
  const past = await loadDelegations(ctx.env.databases[ctx.pool], null);
  const experience = experienceOf(await loadPast(ctx.env.databases[ctx.pool], id));
  const learnt = experience.productsOf(text);
  const level = experience.levelOf(text);
  const tuned = tune(past);
  const owner = product === null ? undefined : catalog.ownerOf(product)?.name;
  const back = owner === undefined ? null : givesBack(owner, past);
  const factsOf = (at: Pick<ReadIncident, 'incident' | 'record'>, words: Understanding): TriageFacts => ({
    ...factsOfIncident({
      ...{ incident: at.incident, record: at.record, heard: words, criticalProducts: critical },
      dependents: at.incident.product === null ? 0 : catalog.dependents(at.incident.product).length,
    }),
    teamGivesBack: back === null || owner === undefined ? null : { team: owner, ...back },
  });
  const facts = factsOf({ incident, record }, heard);
  const course = isNearThreshold(facts, tuned.thresholds)
    ? momentsBefore(events, record).map((at) => factsOf(at, understand(proseOf(at.record), known)))
    : [];
  const { advice, total, points, change, held } = adviseAlong(course, facts, tuned.thresholds);
  return {
    advice,
    total,
    thresholds: tuned.thresholds,
    tuned: [...(held === null ? [] : [held]), ...tuned.why],
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
      turnedOut: level === null ? null : severityOfLevel[level],
    },
  };
}

function proseOf({ title, entries }: IncidentRecord): string {
  return [title, ...entries.filter(({ origin }) => origin === 'prose').map(({ text }) => text)].join('\n');
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
