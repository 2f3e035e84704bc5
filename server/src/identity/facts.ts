import { z } from 'zod';
import { defineFact } from '#platform';

/** Somebody signed in with an emergency account. */
export const breakGlassUsed = defineFact(
  'identity.break-glass-used',
  z.object({ person: z.string(), displayName: z.string(), address: z.string() }),
);
