import { z } from 'zod';

/** Lower is worse. `null` on the wire means *not assessed*, which is never treated as SEV4. */
export const severity = z.enum(['SEV1', 'SEV2', 'SEV3', 'SEV4']);
export type Severity = z.infer<typeof severity>;
