import type { Severity } from '@fieldmarshal/contract';
import { readRoster } from '../roster/read-roster.ts';
import { readContacts, serverKey } from '#delivery';
import { inTransaction, type Ctx } from '#platform';
import { newestOfScopes, setSeverity } from './severity-store.ts';
import { lockPaging } from '../store.ts';
import { takeInput } from './take-input.ts';

interface TakeSeverity {
  readonly incidentId: string;
  readonly severity: Severity | null;
}

/** An incident's severity changed: what is paged from now on says so, and a raised one may bring other people. Harmless when told twice. */
export async function takeSeverity(ctx: Ctx, { incidentId, severity }: TakeSeverity): Promise<void> {
  const catalog = await readRoster(ctx.env);
  const contacts = await readContacts(ctx.env);
  const key = await serverKey(ctx.env);
  await inTransaction(ctx, async (tx) => {
    await lockPaging(tx, incidentId);
    await setSeverity(tx, incidentId, severity);
    for (const escalation of await newestOfScopes(tx, incidentId))
      await takeInput(tx, {
        escalation: { ...escalation, severity },
        input: { kind: 'severity', severity },
        directory: { catalog, contacts },
        key,
      });
    tx.changed('pages');
  });
}
