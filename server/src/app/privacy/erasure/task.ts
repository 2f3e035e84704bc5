import { z } from 'zod';
import { defineTask } from '#platform';

/** By the pseudonym: what waits to be done says of nobody that they are to be erased. */
export const erasureTask = defineTask('privacy.erase', {
  lane: 'chore',
  payload: z.object({ pseudonym: z.string() }),
});
