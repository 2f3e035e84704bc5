import { z } from 'zod';

/** An id as this server gave it. */
export const givenId = z.string().regex(/^[\w-]{1,100}$/, 'is not an id of this server');
