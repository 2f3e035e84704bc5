import type { z } from 'zod';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { tell } from '#oncall';
import { inTransaction, type Ctx } from '#platform';
import type { communicationHeld } from '../facts.ts';

type Held = z.output<(typeof communicationHeld)['data']>;

/** Whoever approved something that did not leave is told why. For reactions. */
export async function tellHeld(ctx: Ctx, held: Held & { readonly factId: number }): Promise<void> {
  const [catalog, contacts] = await Promise.all([readCatalog(ctx.env), readContacts(ctx.env)]);
  const { communicationId, incidentId, people, title, why, factId } = held;
  await inTransaction(ctx, async (tx) =>
    tell(tx, {
      catalog,
      contacts,
      people,
      type: 'communication-held',
      key: `held-${factId}`,
      subject: `${communicationId} was NOT sent: ${title}`,
      lines: [why, 'It is a draft again. Please look at it.'],
      path: incidentId === null ? '/comms' : `/incidents/${encodeURIComponent(incidentId)}?panel=comms`,
    }),
  );
}
