import { z } from 'zod';
import { defineFact } from '#platform';

/** A real fault of a drill that does not run is still on (`detail` says which, and why), or it is off after all (null). */
export const faultLeftOn = defineFact(
  'drill.fault-left-on',
  z.object({ drillId: z.string(), title: z.string(), detail: z.string().nullable() }),
);
