import { z } from 'zod';
import { defineFact } from '#platform';

/** The catalog changed; `names` are `Kind/name`, of what was made, changed and removed. */
export const catalogApplied = defineFact(
  'catalog.applied',
  z.object({ kinds: z.array(z.string()), names: z.array(z.string()) }),
);
