import type { Communication, correctInput, editInput, maintenanceInput } from '@fieldmarshal/contract/comms';
import { actorName } from '@fieldmarshal/contract';
import type { z } from 'zod';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { promiseFor } from '../core/messages/plan.ts';
import { whenLine } from '../core/messages/says-when.ts';
import {
  insertDraft,
  loadCommunication,
  setState,
  updateDraft,
  type StoredCommunication,
} from './communication-store.ts';
import { compose } from './compose.ts';
import { findingsIn, type Around } from './findings.ts';
import { gather } from './known/gather.ts';
import { requireCommunication, viewById } from './read.ts';

type NewDraft = Parameters<typeof insertDraft>[1];

/** Changes the words of a draft. An edit of something older than what is stored is refused, so that nobody overwrites what they have not seen. */
export async function editCommunication(ctx: Ctx, input: z.output<typeof editInput>): Promise<Communication> {
  permit(ctx, 'communication.edit');
  await changeDraft(ctx, input.id, (row, around) => {
    if (row.contentHash !== input.hash)
      throw new AppError(
        'conflict',
        'Somebody changed this text, or it was written anew. Please look at it as it is now.',
      );
    const edited = {
      ...row,
      title: input.title,
      body: input.text,
      brief: briefOf(row, input),
      components: input.components ?? row.components,
      onPage: input.onPage ?? row.onPage,
      nextUpdateAt: promised(row, input.nextUpdateMinutes, ctx.env.clock.now()),
      publicTitle: input.publicTitle === undefined ? row.publicTitle : renamed(row, input.publicTitle),
      editedBy: actorName(ctx.actor),
    };
    return { ...edited, findings: findingsIn(edited, around) };
  });
  return viewById(ctx, input.id);
}

/** The form for chats says the same as the text: whoever changes that and not this has chats get the whole text. */
function briefOf(row: StoredCommunication, { text, brief }: z.output<typeof editInput>): string | null {
  if (brief !== undefined) return brief;
  return text === row.body ? row.brief : null;
}

function promised(row: StoredCommunication, minutes: number | null | undefined, now: Date): Date | null {
  if (minutes === undefined) return row.nextUpdateAt;
  return minutes === null ? null : new Date(promiseFor(now.getTime(), minutes));
}

/** Back to the generated words, of what is known now. */
export async function resetCommunication(ctx: Ctx, { id }: { readonly id: string }): Promise<Communication> {
  permit(ctx, 'communication.edit');
  await changeDraft(ctx, id, (row, { gathered }) => {
    if (gathered === null || row.corrects !== null)
      throw new AppError('refused', 'A person wrote this from nothing: there are no generated words.');
    return compose(gathered, row);
  });
  return viewById(ctx, id);
}

type Change = (row: StoredCommunication, around: Around) => Parameters<typeof updateDraft>[2];

/** What the words of a communication are compared with, as of now. Call it before a transaction. */
export async function aroundOf(
  ctx: Ctx,
  { incidentId }: Pick<StoredCommunication, 'incidentId'>,
): Promise<Around> {
  const now = ctx.env.clock.now();
  if (incidentId === null) return { gathered: null, catalog: await readCatalog(ctx.env), now };
  const gathered = await gather(ctx, incidentId);
  return { gathered, catalog: gathered.catalog, now };
}

async function changeDraft(ctx: Ctx, id: string, change: Change): Promise<void> {
  const before = await loadCommunication(ctx.env.databases[ctx.pool], id);
  if (before === null) throw notFound(`Communication ${id}`);
  const around = await aroundOf(ctx, before);
  await inTransaction(ctx, async (tx) => {
    const row = await loadCommunication(tx.db, id, true);
    if (row === null) throw notFound(`Communication ${id}`);
    refuseUnlessDraft(row);
    await updateDraft(tx, id, change(row, around));
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

type Correcting = z.output<typeof correctInput>;

/** Drafts a correction, to the same readers as what it corrects; of maintenance also of its times, and one without any time calls it off. */
export async function correctCommunication(ctx: Ctx, input: Correcting): Promise<Communication> {
  permit(ctx, 'communication.edit');
  const sent = await requireCommunication(ctx, input.id);
  return storeNew(ctx, correctionOf(ctx, sent, { input, around: await aroundOf(ctx, sent) }), corrected);
}

/** What the audit log calls it. */
const corrected = 'communication.corrected';

/** The corrections of one message in several languages: all of them are stored, or none. */
export async function storeCorrections(ctx: Ctx, drafts: readonly NewDraft[]): Promise<string[]> {
  return inTransaction(ctx, async (tx) => {
    const ids: string[] = [];
    for (const draft of drafts) ids.push(await storeIn(tx, draft, corrected));
    return ids;
  });
}

/** The draft that corrects what was sent, read against what is known now. */
export function correctionOf(
  ctx: Ctx,
  sent: StoredCommunication,
  { input, around }: { readonly input: Correcting; readonly around: Around },
): NewDraft {
  const { id, title, text, startsAt, endsAt, publicTitle } = input;
  if (sent.state !== 'sent')
    throw new AppError('refused', `${id} was not sent: change its words instead of correcting it.`);
  const draft = {
    ...sent,
    ...correctedTimes(sent, { startsAt, endsAt }),
    title,
    body: text,
    brief: null,
    generatedTitle: null,
    generatedBody: null,
    template: '',
    facts: [],
    corrects: sent.id,
    publicTitle: renamed({ ...sent, corrects: sent.id }, publicTitle ?? null),
    editedBy: actorName(ctx.actor),
    nextUpdateAt: null,
  };
  return sayingWhen(draft, around);
}

/** The name by which a message renames its incident on the status page: only a correction of what stands there may. */
function renamed(
  { corrects, incidentId, audience, onPage }: NewDraft,
  publicTitle: string | null,
): string | null {
  if (
    publicTitle === null ||
    (corrects !== null && incidentId !== null && audience === 'customers' && onPage)
  )
    return publicTitle;
  throw invalidField('publicTitle', 'is of corrections of an incident on the status page only');
}

interface Times {
  readonly startsAt?: string | undefined;
  readonly endsAt?: string | undefined;
}

function correctedTimes(sent: StoredCommunication, given: Times): { startsAt: Date; endsAt: Date | null } {
  if (sent.stage !== 'maintenance') {
    const path = given.startsAt === undefined ? 'endsAt' : 'startsAt';
    if (given[path] === undefined) return sent;
    throw invalidField(path, 'is of maintenance only; an incident has its own times');
  }
  const startsAt = given.startsAt === undefined ? sent.startsAt : new Date(given.startsAt);
  const endsAt = given.endsAt === undefined ? sent.endsAt : new Date(given.endsAt);
  if (endsAt !== null && endsAt < startsAt) throw invalidField('endsAt', 'must not be before startsAt');
  return { startsAt, endsAt };
}

function invalidField(path: 'startsAt' | 'endsAt' | 'publicTitle', message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { faults: [{ path, message }] });
}

/** Drafts an announcement of maintenance. */
export async function announceMaintenance(
  ctx: Ctx,
  { application, title, text, startsAt, endsAt, components }: z.output<typeof maintenanceInput>,
): Promise<Communication> {
  permit(ctx, 'communication.edit');
  if (Date.parse(endsAt) <= Date.parse(startsAt)) throw invalidField('endsAt', 'must be after startsAt');
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
    brief: null,
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
    publicTitle: null,
  } as const;
  return storeNew(ctx, sayingWhen(draft, await aroundOf(ctx, draft)), 'communication.drafted');
}

/** With what speaks against it, and a line that says when where words of maintenance do not: readers need it, and it is known. */
function sayingWhen<D extends Parameters<typeof findingsIn>[0]>(
  draft: D,
  around: Around,
): D & Pick<StoredCommunication, 'body' | 'findings'> {
  const findings = findingsIn(draft, around);
  if (!findings.some(({ rule }) => rule === 'start-not-said')) return { ...draft, findings };
  const told = { ...draft, body: `${draft.body}\n\n${whenLine(draft, around.now)}` };
  return { ...told, findings: findingsIn(told, around) };
}

async function storeNew(ctx: Ctx, draft: NewDraft, action: string): Promise<Communication> {
  return viewById(ctx, await inTransaction(ctx, async (tx) => storeIn(tx, draft, action)));
}

async function storeIn(tx: Tx, draft: NewDraft, action: string): Promise<string> {
  const row = await insertDraft(tx, draft);
  if (row === null) throw new Error('a draft of a person met another one');
  audit(tx, { action, subject: row.id, after: wordsOf(row) });
  announce(tx, row);
  return row.id;
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
