import type { Finding } from '@fieldmarshal/contract/comms';
import { inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { wantedDrafts, type Wanted } from '../core/messages/plan.ts';
import { redraftKey, redraftTask } from '../jobs.ts';
import {
  approvalsOf,
  insertDraft,
  openCommunications,
  setState,
  updateDraft,
  type Approval,
  type Draft,
  type StoredCommunication,
} from './communication-store.ts';
import { compose } from './compose.ts';
import { findingsIn } from './findings.ts';
import { hold } from './send.ts';
import { gather, type Gathered } from './known/gather.ts';

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
    const approvals = await approvalsOf(
      tx.db,
      drafts.map(({ id }) => id),
    );
    for (const draft of composed) {
      const known = drafts.find((each) => isSame(each, draft));
      await place(tx, gathered, { draft, known, approvals: approvals.get(known?.id ?? '') ?? [] });
    }
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
  /** Of whatever words. */
  readonly approvals: readonly Approval[];
}

async function place(tx: Tx, gathered: Gathered, { draft, known, approvals }: Placing): Promise<void> {
  if (known === undefined) {
    await insertDraft(tx, draft);
    return;
  }
  // What is approved stands as it is: whether it may still leave is asked when it does.
  if (known.state !== 'draft') return;
  const around = { gathered, catalog: gathered.catalog, now: gathered.now };
  const by = approvals.filter(({ hash }) => hash === known.contentHash);
  if (by.length > 0) {
    const findings = findingsIn(known, around);
    const why = whyAnew(known, draft, findings);
    if (why === null) {
      await updateDraft(tx, known.id, { ...known, findings });
      return;
    }
    await hold(tx, known, { why: `No second person approved it in time. ${why}`, by, ...around });
  }
  const kept = known.editedBy === null ? null : withWordsOf(known, draft);
  await updateDraft(tx, known.id, kept === null ? draft : { ...kept, findings: findingsIn(kept, around) });
}

/** Words that somebody approved wait for a second person, who is told what changed; null as long as they may leave. */
function whyAnew(known: Draft, draft: Draft, findings: readonly Finding[]): string | null {
  if (known.stage !== draft.stage) return `The message is of another state by now: ${draft.stage}.`;
  const blocking = findings.filter(({ level }) => level === 'blocking');
  return blocking.length === 0 ? null : blocking.map(({ message }) => message).join(' ');
}

/** The words of whoever edited it, as the message of what the incident is by now: its rules find what no longer fits. */
function withWordsOf(known: StoredCommunication, draft: Draft): Draft {
  const isOver = draft.stage === 'resolved';
  return {
    ...known,
    stage: draft.stage,
    generatedTitle: draft.generatedTitle,
    generatedBody: draft.generatedBody,
    template: draft.template,
    components: isOver ? draft.components : known.components,
    nextUpdateAt: isOver ? null : known.nextUpdateAt,
    endsAt: draft.endsAt,
  };
}
