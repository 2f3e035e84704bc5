import { z } from 'zod';
import { defineFact } from '#platform';

/** Headquarters believes a site from now on: what it watches is its own affair. */
export const siteEnrolled = defineFact('site.enrolled', z.object({ site: z.string() }));
