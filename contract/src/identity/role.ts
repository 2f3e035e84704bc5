import { z } from 'zod';

/** What a person may do, from least to most; a person may hold several. The permission table is `server/src/identity/core/permission.ts`. */
export const role = z.enum(['viewer', 'responder', 'field-marshal', 'lead', 'admin']);
export type Role = z.infer<typeof role>;
