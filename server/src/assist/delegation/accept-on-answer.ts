import { acceptDelegation, getIncident } from '#incidents';
import { inTransaction, type Ctx } from '#platform';

interface Answered {
  readonly incidentId: string;
  readonly team: string;
  /** Who answered, for people's eyes. */
  readonly by: string;
}

/** Somebody who is paged for a team says that they are on it: the team has taken over what it was given. */
export async function acceptOnAnswer(ctx: Ctx, { incidentId, team, by }: Answered): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const within = { ...ctx, within: tx };
    const { delegation, mergedInto } = await getIncident(within, { id: incidentId });
    if (mergedInto !== null || delegation?.state !== 'waiting' || delegation.team !== team) return;
    await acceptDelegation(within, { id: incidentId, note: `${by} answered the page` });
  });
}
