import { modelFeature } from '@fieldmarshal/contract/assist';
import { z } from 'zod';
import { defineTask } from '#platform';
import type { TextKey } from './store/text-store.ts';

/** Has a model write one text of an incident. */
export const writeTask = defineTask('model.write', {
  lane: 'model',
  payload: z.object({
    incidentId: z.string(),
    feature: modelFeature.default('summary'),
    after: z.number().default(0),
  }),
});

/** One text is written once at a time. */
export function writeKey({ incidentId, feature, after }: TextKey): string {
  return feature === 'summary'
    ? `model-write:${incidentId}`
    : `model-write:${incidentId}:${feature}:${after}`;
}
