import { readCatalog, type Catalog } from '#catalog';
import { cancelDeliveries } from '#delivery';
import { audit } from '#identity';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { outdatedBy } from '../core/messages/outdated.ts';
import { owedNext } from '../core/messages/plan.ts';
import { communicationHeld, communicationSent } from '../facts.ts';
import { sendKey, sendTask } from '../jobs.ts';
import { givenBy, neededFor } from './approve.ts';
import {
  loadCommunication,
  sentCommunications,
  setState,
  withdrawApprovals,
  type StoredCommunication,
} from './communication-store.ts';
import { announce } from './edit.ts';
import { changedSince, type Since } from './changed-since.ts';
import { gather, whereaboutsOf, type Gathered } from './known/gather.ts';
import { putIntoOutbox } from '../sending/outbox.ts';
import { dropWaiting, regardingOf } from '../sending/recipient-store.ts';

/**
 * The moment of an approved communication: recipients, outbox, status page and log in one transaction. Held back instead, as a draft,
 * where it no longer has the approvals it needs, or something changed since it was approved that its readers would feel. For its timer only.
 */
export async function sendApproved(ctx: Ctx, { id }: { readonly id: string }): Promise<void> {
  const before = await loadCommunication(ctx.env.databases[ctx.pool], id);
  const gathered = before?.incidentId ? await gather(ctx, before.incidentId) : null;
  const catalog = await readCatalog(ctx.env);
  await inTransaction(ctx, async (tx) => {
    const row = await loadCommunication(tx.db, id, true);
    if (row?.state !== 'approved' || row.sendAt === null) return;
    if (row.sendAt > tx.now) {
      tx.setTimer(sendTask, { key: sendKey(id), payload: { id }, dueAt: row.sendAt });
      return;
    }
    const by = await givenBy(tx, row);
    const since = changedSince(row, { gathered, catalog, now: tx.now });
    const why = whyNot(since, { gathered, given: by.length, needed: neededFor(ctx, gathered) });
    const { changes } = since;
    if (why === null) await leave(tx, row, { gathered, catalog, changes, by: by.map(({ name }) => name) });
    else await hold(tx, row, { why, by, catalog });
    announce(tx, row);
  });
}

interface Standing {
  readonly gathered: Gathered | null;
  readonly given: number;
  readonly needed: number;
}

function whyNot({ holds, changes }: Since, { gathered, given, needed }: Standing): string | null {
  if (given < needed) return `It needs ${needed} approvals by now and has ${given}.`;
  if (gathered?.incident.drill === true) return 'This is a drill.';
  return holds ? `Since it was approved, this changed: ${changes.join(' ')}` : null;
}

interface Leaving {
  readonly gathered: Gathered | null;
  readonly catalog: Catalog;
  readonly by: readonly string[];
  /** What changed since it was approved, and no reader would notice. */
  readonly changes: readonly string[];
}

async function leave(
  tx: Tx,
  row: StoredCommunication,
  { gathered, catalog, by, changes }: Leaving,
): Promise<void> {
  const sent = await setState(tx, row.id, { state: 'sent', sentAt: tx.now });
  const all = sent.incidentId === null ? [sent] : await sentCommunications(tx.db, sent.incidentId);
  await dropOutdated(tx, sent, all);
  const recipients = await putIntoOutbox(tx, sent, { catalog, ...whereaboutsOf(gathered, sent) });
  tx.emit(communicationSent, sent.id, {
    ...aboutOf(sent, catalog),
    by: [...by],
    changes: [...changes],
    recipients,
    corrects: sent.corrects,
    nextUpdateAt: owedNext(all)?.toISOString() ?? null,
  });
  audit(tx, {
    action: 'communication.sent',
    subject: sent.id,
    after: { recipients, hash: sent.contentHash, ...(changes.length === 0 ? {} : { changes }) },
  });
  if (sent.audience === 'customers') tx.changed('status');
}

function aboutOf(
  { id, incidentId, audience, application, language, stage, title }: StoredCommunication,
  catalog: Catalog,
) {
  const publicName = catalog.get('Application', application)?.spec.publicName ?? '';
  return { communicationId: id, incidentId, audience, application: publicName, language, stage, title };
}

/** What an earlier message still owes anybody is dropped: nobody must read it after this one. */
async function dropOutdated(
  tx: Tx,
  sent: StoredCommunication,
  all: readonly StoredCommunication[],
): Promise<void> {
  const ids = outdatedBy(sent, all).map(({ id }) => id);
  const why = `${sent.id} went out after it`;
  await cancelDeliveries(
    tx,
    ids.map((id) => regardingOf(id)),
    why,
  );
  await dropWaiting(tx, ids, why);
}

interface Holding {
  readonly why: string;
  readonly by: readonly { readonly person: string; readonly name: string }[];
  readonly catalog: Catalog;
}

/** What was approved does not leave: it is a draft again, and whoever approved it is told. */
export async function hold(tx: Tx, row: StoredCommunication, { why, by, catalog }: Holding): Promise<void> {
  await withdrawApprovals(tx, row.id);
  await setState(tx, row.id, { state: 'draft', sendAt: null, approvedAt: null });
  tx.emit(communicationHeld, row.id, {
    ...aboutOf(row, catalog),
    by: by.map(({ name }) => name),
    people: by.map(({ person }) => person),
    why,
  });
  audit(tx, { action: 'communication.held', subject: row.id, after: { why } });
}
