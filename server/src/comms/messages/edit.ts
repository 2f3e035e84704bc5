import type { Communication, correctInput, editInput, maintenanceInput } from '@fieldmarshal/contract/comms';
import { actorName } from '@fieldmarshal/contract';
import type { z } from 'zod';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { promiseFor } from '../core/messages/plan.ts';
import {
  insertDraft,
  loadCommunication,
  setState,
  updateDraft,
  type StoredCommunication,
} from './communication-store.ts';
import { compose, findingsIn } from './compose.ts';
import { gather, type Gathered } from './gather.ts';
import { viewById } from './read.ts';

/** Changes the words of a draft. An edit of something older than what is stored is refused, so that nobody overwrites what they have not seen. */
export async function editCommunication(ctx: Ctx, input: z.output<typeof editInput>): Promise<Communication> {
  permit(ctx, 'communication.edit');
  await changeDraft(ctx, input.id, (row, gathered) => {
    if (row.contentHash !== input.hash)
      throw new AppError(
        'conflict',
        'Somebody changed this text, or it was written anew. Please look at it as it is now.',
      );
    const edited = {
      ...row,
      title: input.title,
      body: input.text,
      components: input.components ?? row.components,
      onPage: input.onPage ?? row.onPage,
      nextUpdateAt: promised(row, input.nextUpdateMinutes, ctx.env.clock.now()),
      editedBy: actorName(ctx.actor),
    };
    return { ...edited, findings: gathered === null ? [] : findingsIn(gathered, edited) };
  });
  return viewById(ctx, input.id);
}

function promised(row: StoredCommunication, minutes: number | null | undefined, now: Date): Date | null {
  if (minutes === undefined) return row.nextUpdateAt;
  return minutes === null ? null : new Date(promiseFor(now.getTime(), minutes));
}

/** Back to the generated words, of what is known now. */
export async function resetCommunication(ctx: Ctx, { id }: { readonly id: string }): Promise<Communication> {
  permit(ctx, 'communication.edit');
  await changeDraft(ctx, id, (row, gathered) => {
    if (gathered === null || row.corrects !== null)
      throw new AppError('refused', 'A person wrote this from nothing: there are no generated words.');
    return compose(gathered, row);
  });
  return viewById(ctx, id);
}

type Change = (row: StoredCommunication, gathered: Gathered | null) => Parameters<typeof updateDraft>[2];

async function changeDraft(ctx: Ctx, id: string, change: Change): Promise<void> {
  const before = await loadCommunication(ctx.env.databases[ctx.pool], id);
  if (before === null) throw notFound(`Communication ${id}`);
  const gathered = before.incidentId === null ? null : await gather(ctx, before.incidentId);
  await inTransaction(ctx, async (tx) => {
    const row = await loadCommunication(tx.db, id, true);
    if (row === null) throw notFound(`Communication ${id}`);
    refuseUnlessDraft(row);
    await updateDraft(tx, id, change(row, gathered));
    audit(tx, { action: 'communication.edited', subject: id, before: wordsOf(row) });
    announce(tx, row);
  });
}

function wordsOf({ title, body }: StoredCommunication): object {
  return { title, body };
}

/** Throws `refused` with what it is instead. */
export function refuseUnlessDraft({ id, state }: StoredCommunication): void {
  if (state === 'draft') return;
  const words = {
    approved: `${id} is approved and about to leave; take the approval back first.`,
    sent: `${id} was sent, and what was sent never changes; write a correction.`,
    discarded: `${id} was thrown away.`,
  };
  throw new AppError('refused', words[state]);
}

/** Tells watching browsers that a communication changed. */
export function announce(tx: Tx, { incidentId }: Pick<StoredCommunication, 'incidentId'>): void {
  tx.changed('communications');
  if (incidentId !== null) tx.changed(`drafts:${incidentId}`);
}

/** Drafts a correction, to the same readers as what it corrects. */
export async function correctCommunication(
  ctx: Ctx,
  { id, title, text }: z.output<typeof correctInput>,
): Promise<Communication> {
  permit(ctx, 'communication.edit');
  const sent = await loadCommunication(ctx.env.databases[ctx.pool], id);
  if (sent === null) throw notFound(`Communication ${id}`);
  if (sent.state !== 'sent')
    throw new AppError('refused', `${id} was not sent: change its words instead of correcting it.`);
  const gathered = sent.incidentId === null ? null : await gather(ctx, sent.incidentId);
  const draft = {
    ...sent,
    title,
    body: text,
    generatedTitle: null,
    generatedBody: null,
    template: '',
    facts: [],
    corrects: sent.id,
    editedBy: actorName(ctx.actor),
    nextUpdateAt: null,
  };
  const findings = gathered === null ? [] : findingsIn(gathered, draft);
  return storeNew(ctx, { ...draft, findings }, 'communication.corrected');
}

/** Drafts an announcement of maintenance. */
export async function announceMaintenance(
  ctx: Ctx,
  { application, title, text, startsAt, endsAt, components }: z.output<typeof maintenanceInput>,
): Promise<Communication> {
  permit(ctx, 'communication.edit');
  if (endsAt <= startsAt)
    throw new AppError('invalid', 'endsAt: must be after startsAt', {
      faults: [{ path: 'endsAt', message: 'must be after startsAt' }],
    });
  const spec = (await readCatalog(ctx.env)).get('Application', application)?.spec;
  if (spec?.publicName === undefined) {
    const message = spec === undefined ? 'is not in the catalog' : 'has no public name';
    throw new AppError('invalid', `application: ${message}`, { faults: [{ path: 'application', message }] });
  }
  const draft = {
    incidentId: null,
    audience: 'customers',
    application,
    language: 'en',
    stage: 'maintenance',
    title,
    body: text,
    generatedTitle: null,
    generatedBody: null,
    template: '',
    facts: [],
    findings: [],
    basis: {},
    editedBy: actorName(ctx.actor),
    components,
    onPage: true,
    nextUpdateAt: null,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    corrects: null,
  } as const;
  return storeNew(ctx, draft, 'communication.drafted');
}

async function storeNew(
  ctx: Ctx,
  draft: Parameters<typeof insertDraft>[1],
  action: string,
): Promise<Communication> {
  const id = await inTransaction(ctx, async (tx) => {
    const row = await insertDraft(tx, draft);
    if (row === null) throw new Error('a draft of a person met another one');
    audit(tx, { action, subject: row.id, after: wordsOf(row) });
    announce(tx, row);
    return row.id;
  });
  return viewById(ctx, id);
}

/** Throws a draft away. One that was generated comes back with the next news. */
export async function discardCommunication(
  ctx: Ctx,
  { id }: { readonly id: string },
): Promise<Communication> {
  permit(ctx, 'communication.edit');
  await inTransaction(ctx, async (tx) => {
    const row = await loadCommunication(tx.db, id, true);
    if (row === null) throw notFound(`Communication ${id}`);
    refuseUnlessDraft(row);
    await setState(tx, id, { state: 'discarded' });
    audit(tx, { action: 'communication.discarded', subject: id, before: wordsOf(row) });
    announce(tx, row);
  });
  return viewById(ctx, id);
}
