import { permit } from '#identity';
import type { Ctx } from '#platform';
import type { EventMapping } from '../core/event-reading.ts';
import { place } from '../core/routing.ts';
import { parseJson } from '../intake/body.ts';
import { readAny } from '../intake/events/read-item.ts';
import { readRouting } from '../routing.ts';

interface Wanted {
  readonly mapping: EventMapping | null;
  /** One event as its sender would send it, JSON text. */
  readonly sample: string;
}

const nothing = {
  title: null,
  action: null,
  key: null,
  labels: {},
  route: null,
  product: null,
  environment: null,
};

/** What a sample event would become under a mapping and the routes of now. Nothing is stored. */
export async function previewMapping(ctx: Ctx, { mapping, sample }: Wanted) {
  permit(ctx, 'signal.read');
  const integration = { id: 'preview', name: 'preview' };
  const event = readSample(sample);
  if ('reason' in event) return { understood: false, reason: event.reason, ...nothing };
  const now = ctx.env.clock.now().getTime();
  const item = readAny(event.value, { integration, mapping, now, path: '' });
  if (item.kind === 'unknown') return { understood: false, reason: item.reason, ...nothing };
  if (item.kind === 'change')
    return {
      ...nothing,
      understood: true,
      reason: 'It is taken as a change.',
      title: item.change.summary,
      product: item.change.product,
      environment: item.change.environment,
    };
  const { title, key, labels, action } = item.signal;
  const { route, product, environment } = place(await readRouting(ctx.env), { integration, key, labels });
  return {
    understood: true,
    reason: null,
    title,
    action,
    key,
    labels: { ...labels },
    route,
    product,
    environment,
  };
}

function readSample(sample: string): { value: unknown } | { reason: string } {
  try {
    return { value: parseJson(sample) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : 'The sample is not JSON.' };
  }
}
