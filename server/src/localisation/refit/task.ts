import { z } from 'zod';
import { defineTask } from '#platform';

/** Fits weights on what people said, as somebody asked for. */
export const fitTask = defineTask('localisation.fit', {
  lane: 'chore',
  payload: z.object({ id: z.number().int() }),
});

/** Answers it takes to fit: with fewer, chance would be learnt. */
export const answersNeeded = 30;
/** The newest that are looked at. */
export const answersMax = 300;
