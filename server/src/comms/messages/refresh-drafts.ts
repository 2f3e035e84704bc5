import { inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { wantedDrafts, type Wanted } from '../core/messages/plan.ts';
import { redraftKey, redraftTask } from '../jobs.ts';
import {
  insertDraft,
  openCommunications,
  setState,
  updateDraft,
  type Draft,
  type StoredCommunication,
} from './communication-store.ts';
import { compose, findingsIn } from './compose.ts';
import { gather, type Gathered } from './gather.ts';

/** An untouched draft is written again after this long, so that the next update it promises is not in the past. */
const redraftMs = 10 * 60_000;

/**
 * Brings the drafts of an incident up to what is known now: what nobody touched is written anew, what somebody changed keeps their words
 * and gets new findings. Nothing is sent by this. For reactions and timers.
 */
export async function refreshDrafts(
  ctx: Ctx,
  { incidentId }: { readonly incidentId: string },
): Promise<void> {
  const gathered = await gatherOrNothing(ctx, incidentId);
  if (gathered === null) return;
  const wanted = gathered.incident.mergedInto === null ? wantedOf(gathered) : [];
  const before = await openCommunications(ctx.env.databases[ctx.pool], incidentId);
  const composed = wanted.map((each) =>
    compose(gathered, each, before.find((draft) => isSame(draft, each))?.nextUpdateAt),
  );
  await inTransaction(ctx, async (tx) => {
    const open = await openCommunications(tx.db, incidentId, true);
    const drafts = open.filter(({ corrects }) => corrects === null);
    for (const draft of composed)
      await place(tx, gathered, { draft, known: drafts.find((each) => isSame(each, draft)) });
    for (const each of drafts)
      if (each.state === 'draft' && each.editedBy === null && !composed.some((draft) => isSame(each, draft)))
        await setState(tx, each.id, { state: 'discarded' });
    if (gathered.incident.resolvedAt === null && wanted.length > 0)
      tx.setTimer(redraftTask, {
        key: redraftKey(incidentId),
        payload: { incidentId },
        dueAt: new Date(tx.now.getTime() + redraftMs),
      });
    tx.changed(`drafts:${incidentId}`);
    tx.changed('communications');
  });
}

async function gatherOrNothing(ctx: Ctx, incidentId: string): Promise<Gathered | null> {
  try {
    return await gather(ctx, incidentId);
  } catch (error) {
    // An incident of a drill that was thrown away, or of a restored backup: nothing is to be said about it.
    if (error instanceof Error && error.message === notFound(`Incident ${incidentId}`).message) return null;
    throw error;
  }
}

/** Every draft there should be now. What was told to be over needs no more words. */
function wantedOf({ hits, catalog, sent, incident }: Gathered): Wanted[] {
  const applications = [
    ...new Set(
      hits.rows.flatMap(({ kind, name, application }) =>
        kind === 'application' ? name : (application ?? []),
      ),
    ),
  ];
  const readers = catalog
    .list('Customer')
    .flatMap(({ spec }) => spec.uses.map(({ application }) => ({ application, locale: spec.locale })));
  const over = incident.resolvedAt === null ? null : new Date(incident.resolvedAt);
  return wantedDrafts(applications, readers).filter(
    (wanted) =>
      over === null ||
      !sent.some(
        (each) => isSame(each, wanted) && each.stage === 'resolved' && (each.sentAt ?? over) >= over,
      ),
  );
}

function isSame(a: Wanted, b: Wanted): boolean {
  return a.audience === b.audience && a.application === b.application && a.language === b.language;
}

interface Placing {
  readonly draft: Draft;
  readonly known: StoredCommunication | undefined;
}

async function place(tx: Tx, gathered: Gathered, { draft, known }: Placing): Promise<void> {
  if (known === undefined) {
    await insertDraft(tx, draft);
    return;
  }
  // What is approved stands as it is: whether it may still leave is asked when it does.
  if (known.state !== 'draft') return;
  if (known.editedBy === null) {
    await updateDraft(tx, known.id, draft);
    return;
  }
  await updateDraft(tx, known.id, {
    ...known,
    generatedTitle: draft.generatedTitle,
    generatedBody: draft.generatedBody,
    template: draft.template,
    findings: findingsIn(gathered, known),
  });
}
