import type { CheckPreview, previewInput, PreviewPlace } from '@fieldmarshal/contract/checks';
import type { z } from 'zod';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { fillProbe } from '../core/fill.ts';
import { overRange } from './over-range.ts';
import { overRuns } from './over-runs.ts';
import { nothing, type Preview } from './place.ts';

const lastMs = 24 * 3_600_000;
/** Environments that are looked at: a query is asked anew for each. */
const placesMax = 8;

type Input = z.output<typeof previewInput>;

/**
 * What would have happened in the last day with this setting: recorded runs judged anew, or the query asked over the day. Stores nothing
 * and raises nothing. Asking makes the server call what the draft names, so it is for those who may save it.
 */
export async function previewCheck(ctx: Ctx, { name, spec }: Input): Promise<CheckPreview> {
  permit(ctx, 'check.write');
  const to = ctx.env.clock.now().getTime();
  const catalog = await readCatalog(ctx.env);
  const places = spec.environments.slice(0, placesMax).map(async (entry): Promise<PreviewPlace> => {
    const environment = catalog.get('Environment', entry.environment)?.spec;
    if (!environment) return nothing(entry.environment, `There is no Environment "${entry.environment}".`);
    const variables = { ...environment.variables, ...spec.variables, ...entry.variables };
    const everySeconds = entry.everySeconds ?? spec.everySeconds;
    const plan: Preview = {
      name: name ?? null,
      spec,
      everySeconds,
      environment: entry.environment,
      from: to - lastMs,
      to,
    };
    if (spec.probe.type !== 'promql') return overRuns(ctx, plan);
    return overRange(ctx, plan, {
      ...fillProbe(spec.probe, variables),
      privateRanges: environment.privateRanges,
    });
  });
  return { from: iso(to - lastMs), to: iso(to), places: await Promise.all(places) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
