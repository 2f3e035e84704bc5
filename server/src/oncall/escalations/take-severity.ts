import type { Severity } from '@fieldmarshal/contract';
import { readDirectory } from '../roster/read-roster.ts';
import { serverKey } from '#delivery';
import { inTransaction, type Ctx } from '#platform';
import { setSeverity, severityNow } from './severity-store.ts';
import { escalationsOf, lockPaging, newestOfScopes } from '../store.ts';
import { takeInput } from './take-input.ts';

interface TakeSeverity {
  readonly incidentId: string;
  readonly severity: Severity | null;
}

/**
 * An incident's severity changed: what is paged from now on says so, and a raised one may bring other people. Harmless when told twice,
 * or late: what counts is what it is by now.
 */
export async function takeSeverity(ctx: Ctx, { incidentId, severity: told }: TakeSeverity): Promise<void> {
  const { catalog, contacts } = await readDirectory(ctx.env);
  const key = await serverKey(ctx.env);
  await inTransaction(ctx, async (tx) => {
    await lockPaging(tx, incidentId);
    const severity = await severityNow(tx, incidentId, told);
    await setSeverity(tx, incidentId, severity);
    for (const escalation of newestOfScopes(await escalationsOf(tx.db, incidentId)))
      await takeInput(tx, {
        escalation: { ...escalation, severity },
        input: { kind: 'severity', severity },
        directory: { catalog, contacts },
        key,
      });
    tx.changed('pages');
  });
}
