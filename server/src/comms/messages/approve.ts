import { undoWindowMs, type approveInput, type Communication } from '@fieldmarshal/contract/comms';
import type { Actor } from '@fieldmarshal/contract';
import type { z } from 'zod';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { changesBetween } from '../core/messages/changes.ts';
import { approvalsNeeded } from '../core/messages/plan.ts';
import { sendKey, sendTask } from '../jobs.ts';
import {
  approvalsOf,
  insertApproval,
  loadCommunication,
  setState,
  withdrawApprovals,
  type StoredCommunication,
} from './communication-store.ts';
import { wouldSay } from './compose.ts';
import { basisHash } from './content-hash.ts';
import { announce, aroundOf, refuseUnlessDraft } from './edit.ts';
import { findingsIn, type Around } from './findings.ts';
import type { Gathered } from './known/gather.ts';
import { viewById } from './read.ts';
import { basisNow } from './view.ts';

const aheadMaxMs = 7 * 86_400_000;

type Input = z.output<typeof approveInput>;

/**
 * A person approves exactly these words for exactly these readers; they leave when the time to take it back is over. Two who approve the
 * same at once approve it once. Refused: other words than are stored, what the rules block, a drill, and what changed since drafting
 * unless whoever approves names what they have seen.
 */
export async function approveCommunication(ctx: Ctx, input: Input): Promise<Communication> {
  permit(ctx, 'communication.approve');
  const by = personOf(ctx.actor);
  const before = await loadCommunication(ctx.env.databases[ctx.pool], input.id);
  if (before === null) throw notFound(`Communication ${input.id}`);
  const around = await aroundOf(ctx, before);
  await inTransaction(ctx, async (tx) => approveIn(tx, input, { around, by }));
  return viewById(ctx, input.id);
}

interface Approving {
  /** Read before the transaction. */
  readonly around: Around;
  readonly by: ReturnType<typeof personOf>;
}

/** The approval of one message, in a transaction that may be of several. */
export async function approveIn(tx: Tx, input: Input, { around, by }: Approving): Promise<void> {
  const { gathered } = around;
  const row = await loadCommunication(tx.db, input.id, true);
  if (row === null) throw notFound(`Communication ${input.id}`);
  if (row.contentHash !== input.hash) throw otherWords(row);
  // Somebody else was a moment faster with the same words.
  if (row.state === 'approved' || row.state === 'sent') return;
  refuseUnlessDraft(row);
  refuseUnfit(row, around);
  refuseUnseen(row, { gathered, acceptBasis: input.acceptBasis });
  await giveOnce(tx, row, by);
  await settle(tx, row, { gathered, sendAt: input.sendAt });
  announce(tx, row);
}

/** Programs may draft and read; that something goes out is a person's word. */
export function personOf(actor: Actor): { person: string; name: string } {
  if (actor.kind === 'person') return { person: actor.person, name: actor.displayName };
  throw new AppError('forbidden', 'Only a person who is signed in may approve what others will read.');
}

/** The word of one person counts once; said again, with another moment, it may only change that. */
async function giveOnce(
  tx: Tx,
  row: StoredCommunication,
  by: { person: string; name: string },
): Promise<void> {
  if ((await givenBy(tx, row)).some(({ person }) => person === by.person)) return;
  await insertApproval(tx, row.id, { ...by, hash: row.contentHash });
  audit(tx, {
    action: 'communication.approved',
    subject: row.id,
    after: { hash: row.contentHash, title: row.title },
  });
}

function otherWords({ id, state }: StoredCommunication): AppError {
  return new AppError(
    'conflict',
    state === 'sent'
      ? `${id} was sent already, with other words than those you read.`
      : `The words of ${id} have changed since you read them. Please read them again.`,
  );
}

function refuseUnfit(row: StoredCommunication, around: Around): void {
  if (around.gathered?.incident.drill === true)
    throw new AppError('refused', 'This is a drill: nothing is sent to anybody outside.');
  const blocking = findingsIn(row, around).filter(({ level }) => level === 'blocking');
  if (blocking.length > 0)
    throw new AppError(
      'refused',
      `It cannot go out yet. ${blocking.map(({ message }) => message).join(' ')}`,
      {
        faults: blocking.map(({ message }) => ({ path: 'text', message })),
      },
    );
}

interface Seen {
  readonly gathered: Gathered | null;
  readonly acceptBasis: string | undefined;
}

function refuseUnseen(row: StoredCommunication, { gathered, acceptBasis }: Seen): void {
  const now = basisNow(row, gathered);
  const changes = changesBetween(row.basis, now);
  if (changes.length === 0 || acceptBasis === basisHash(now)) return;
  throw new AppError('refused', `Since it was drafted, this changed: ${changes.join(' ')}`, {
    faults: changes.map((message) => ({ path: 'acceptBasis', message })),
  });
}

interface Settling {
  readonly gathered: Gathered | null;
  readonly sendAt: string | undefined;
}

/** With the last approval that is needed it gets its moment; before that it waits for the others. */
async function settle(tx: Tx, row: StoredCommunication, { gathered, sendAt }: Settling): Promise<void> {
  const given = await givenBy(tx, row);
  const soonest = tx.now.getTime() + undoWindowMs;
  // Who approved these words first may have said when they leave.
  const before = given.length > 1 ? (row.sendAt?.getTime() ?? soonest) : soonest;
  const wished = sendAt === undefined ? before : Date.parse(sendAt);
  if (wished > tx.now.getTime() + aheadMaxMs) throw refusedMoment('must be within a week');
  if (row.nextUpdateAt !== null && wished >= row.nextUpdateAt.getTime())
    throw refusedMoment('must be before the next update that it promises');
  if (given.length < neededFor(tx.ctx, gathered)) {
    await setState(tx, row.id, { state: 'draft', sendAt: sendAt === undefined ? null : new Date(wished) });
    return;
  }
  const at = new Date(Math.max(soonest, wished));
  await setState(tx, row.id, {
    state: 'approved',
    approvedAt: tx.now,
    sendAt: at,
    basis: basisNow(row, gathered),
    wouldSay: wouldSay(row, gathered && { ...gathered, now: tx.now }),
  });
  tx.setTimer(sendTask, { key: sendKey(row.id), payload: { id: row.id }, dueAt: at });
}

function refusedMoment(message: string): AppError {
  return new AppError('invalid', `sendAt: ${message}`, { faults: [{ path: 'sendAt', message }] });
}

/** How many people must approve something about this incident, as severe as it is now. */
export function neededFor({ env }: Ctx, gathered: Gathered | null): number {
  return gathered === null ? 1 : approvalsNeeded(gathered.incident.severity, env.config.secondApprover);
}

/** Who has approved these very words, each once. */
export async function givenBy(
  tx: Tx,
  { id, contentHash }: StoredCommunication,
): Promise<{ person: string; name: string }[]> {
  const approvals = (await approvalsOf(tx.db, [id])).get(id) ?? [];
  const people = new Map(
    approvals
      .filter(({ hash }) => hash === contentHash)
      .map(({ person, name }) => [person, { person, name }]),
  );
  return [...people.values()];
}

/** Takes an approval back before it leaves; then it is a draft again, and nobody has approved it. */
export async function undoApproval(ctx: Ctx, { id }: { readonly id: string }): Promise<Communication> {
  permit(ctx, 'communication.approve');
  await inTransaction(ctx, async (tx) => {
    if (!(await undoIn(tx, id))) throw hasLeft(id);
  });
  return viewById(ctx, id);
}

export function hasLeft(id: string): AppError {
  return new AppError('refused', `${id} has left and cannot be taken back; write a correction.`);
}

/** Takes an approval back in a transaction that may be of several; false: it has left. */
export async function undoIn(tx: Tx, id: string): Promise<boolean> {
  const row = await loadCommunication(tx.db, id, true);
  if (row === null) throw notFound(`Communication ${id}`);
  if (row.state === 'sent') return false;
  if (row.state === 'draft' && (await givenBy(tx, row)).length === 0) return true;
  await withdrawApprovals(tx, id);
  await setState(tx, id, { state: 'draft', sendAt: null, approvedAt: null });
  tx.cancelTimer(sendKey(id));
  audit(tx, { action: 'communication.approval-withdrawn', subject: id });
  announce(tx, row);
  return true;
}
