import { z } from 'zod';
import { defineFact } from '#platform';

/** Somebody may not sign in any more, from now on. */
export const accountShut = defineFact(
  'identity.account-shut',
  z.object({ person: z.string(), displayName: z.string() }),
);

/** Groups of the identity provider have other people than before, or another name. */
export const scimGroupsChanged = defineFact(
  'identity.scim-groups-changed',
  z.object({ groups: z.array(z.string()) }),
);

/** Somebody signed in with an emergency account. */
export const breakGlassUsed = defineFact(
  'identity.break-glass-used',
  z.object({ person: z.string(), displayName: z.string(), address: z.string() }),
);

/** An administrator let themselves into a private incident that nobody was left to see. */
export const privateOpened = defineFact(
  'identity.private-opened',
  z.object({ person: z.string(), displayName: z.string(), incident: z.string(), reason: z.string() }),
);
