import { actorName, severity } from '@fieldmarshal/contract';
import { z } from 'zod';
import { serverKey } from '#delivery';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { escalate } from '../core/escalation/escalate.ts';
import { policyFor, policyForPerson } from '../escalations/policy.ts';
import { emptyWorld } from '../roster/roster.ts';
import { begin } from '../escalations/start-escalation.ts';
import { escalationsOf, lockPaging, saveState, type StoredEscalation } from '../store.ts';
import { readDirectory } from '../roster/read-roster.ts';

interface PageByHand {
  readonly id: string;
  readonly team?: string | undefined;
  readonly person?: string | undefined;
  readonly reason?: string | undefined;
}

/** Pages a team or a person for an incident now. Asks again where the last asking was acknowledged or is over; changes nothing where it still runs. */
export async function pageByHand(
  ctx: Ctx,
  { id: incidentId, team, person, reason }: PageByHand,
): Promise<{ escalationId: string; alreadyPaging: boolean }> {
  permit(ctx, 'page.send');
  const { catalog, contacts } = await readDirectory(ctx.env);
  const key = await serverKey(ctx.env);
  if (team !== undefined && !catalog.get('Team', team)) throw notFound(`Team ${team}`);
  if (person !== undefined && !catalog.get('Person', person)) throw notFound(`Person ${person}`);
  const scope = person === undefined ? `team:${team ?? ''}` : `person:${person}`;
  const policy =
    person === undefined
      ? policyFor(catalog, { policy: null, team: team ?? null })
      : policyForPerson(catalog, person);
  const by = actorName(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    await lockPaging(tx, incidentId);
    const all = await escalationsOf(tx.db, incidentId);
    const running = all.find((each) => each.scope === scope && each.state.status === 'paging');
    if (running) return { escalationId: running.id, alreadyPaging: true };
    await supersede(
      tx,
      all.filter((each) => each.scope === scope),
    );
    const incident = await headingOf(tx, incidentId);
    if (incident?.drill === true)
      throw new AppError(
        'refused',
        'This is a drill: only who takes part is paged. Ask the team in on the incident; the script answers for it.',
      );
    const heading = all.at(-1) ?? incident;
    if (!heading) throw notFound(`Incident ${incidentId}`);
    const { title, severity } = heading;
    const escalationId = await begin(tx, {
      incidentId,
      team: team ?? null,
      scope,
      policy,
      catalog,
      contacts,
      key,
      title,
      severity,
      isFirst: all.length === 0,
      reason: reason === undefined ? `Asked for by ${by}` : `${by}: ${reason}`,
    });
    audit(tx, {
      action: 'page.sent-by-hand',
      subject: incidentId,
      after: { team, person, reason, escalationId },
    });
    return { escalationId, alreadyPaging: false };
  });
}

/** An answered asking makes way for the new one. */
async function supersede(tx: Tx, escalations: readonly StoredEscalation[]): Promise<void> {
  const world = emptyWorld(tx.now);
  for (const { id, state } of escalations)
    if (state.status === 'acknowledged')
      await saveState(tx, id, escalate(state, { kind: 'stopped' }, world).state);
}

const called = z.object({ title: z.string(), severity: severity.nullable(), drill: z.boolean() });

/** What the incident is called now. */
async function headingOf(tx: Tx, incidentId: string): Promise<z.infer<typeof called> | null> {
  const row = await tx.db
    .selectFrom('incident')
    .select(['title', 'severity', 'drill'])
    .where('id', '=', incidentId)
    .executeTakeFirst();
  return row ? called.parse(row) : null;
}
