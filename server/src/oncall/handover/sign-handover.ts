import { actorName } from '@fieldmarshal/contract';
import type { Brief, HandoverDetail } from '@fieldmarshal/contract/oncall/handover';
import type { Catalog } from '#catalog';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, sightOf, type Ctx, type Tx } from '#platform';
import { readRoster, rosterTold } from '../roster/read-roster.ts';
import { maySign, turnBaton, type BatonStep } from './core/baton.ts';
import { handoverTurned } from './facts.ts';
import { handoverForUpdate, saveHandover, saveNote, type StoredHandover } from './handover-store.ts';
import { detailOf, handOf } from './read-handovers.ts';
import { setHandoverTurn } from './task.ts';
import { namesText } from './tell-handover.ts';

interface Signing {
  readonly id: string;
  /** The facts as they are now: they are what is signed. */
  readonly brief: Brief;
}

/** Writes the note of who leaves. Refused once it is signed: a signature is of these words. */
export async function noteHandover(
  ctx: Ctx,
  { id, note, brief }: Signing & { note: string },
): Promise<HandoverDetail> {
  permit(ctx, 'handover.sign');
  return onHandover(ctx, { id, brief }, async (tx, handover, catalog) => {
    if (!maySign(handover, handOf(ctx))) throw refusalOf('not-yours', { handover, catalog, verb: 'sign' });
    if (handover.signed || handover.status === 'accepted')
      throw new AppError('refused', 'It is signed: what was signed stays as it is.');
    if (handover.status === 'void') throw refusalOf('void', { handover, catalog, verb: 'sign' });
    if (handover.note === note) return;
    await saveNote(tx, id, note);
    audit(tx, {
      action: 'handover.noted',
      subject: `handover/${id}`,
      before: { note: handover.note },
      after: { note },
    });
  });
}

/** Signs as who leaves; the facts stand as they are now. Twice, late, or by two at once is one signature, the first. */
export async function signHandover(ctx: Ctx, { id, brief }: Signing): Promise<HandoverDetail> {
  permit(ctx, 'handover.sign');
  return onHandover(ctx, { id, brief }, async (tx, handover, catalog) => {
    const step = turnBaton(handover, { kind: 'sign', ...handOf(ctx) }, tx.now.getTime());
    const baton = mustTurn(step, { handover, catalog, verb: 'sign' });
    if (baton === handover) return;
    await saveHandover(tx, id, { baton, signedBy: actorName(ctx.actor), brief });
    tx.emit(handoverTurned, id, { handoverId: id, to: 'signed' });
    audit(tx, {
      action: 'handover.signed',
      subject: `handover/${id}`,
      after: { schedule: handover.schedule },
    });
    setHandoverTurn(tx);
  });
}

/** Accepts as who comes: from then on who left is not paged any more. Twice, late, or by two at once is one acceptance, the first. */
export async function acceptHandover(ctx: Ctx, { id, brief }: Signing): Promise<HandoverDetail> {
  permit(ctx, 'handover.sign');
  return onHandover(ctx, { id, brief }, async (tx, handover, catalog) => {
    const step = turnBaton(handover, { kind: 'accept', ...handOf(ctx) }, tx.now.getTime());
    const baton = mustTurn(step, { handover, catalog, verb: 'accept' });
    if (baton === handover) return;
    const kept = handover.brief === null ? { brief } : {};
    await saveHandover(tx, id, { baton, acceptedBy: actorName(ctx.actor), ...kept });
    audit(tx, {
      action: 'handover.accepted',
      subject: `handover/${id}`,
      after: { schedule: handover.schedule, signed: handover.signed },
    });
  });
}

type Work = (tx: Tx, handover: StoredHandover, catalog: Catalog) => Promise<void>;

/** Under the lock of the handover; returns it as it is then. */
async function onHandover(ctx: Ctx, { id, brief }: Signing, work: Work): Promise<HandoverDetail> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  return inTransaction(ctx, async (tx) => {
    const handover = await handoverForUpdate(tx, id);
    if (!handover) throw notFound(`Handover ${id}`);
    await work(tx, handover, catalog);
    rosterTold(tx);
    const after = (await handoverForUpdate(tx, id)) ?? handover;
    // A transaction sees whole rows: what somebody else signed may be more than this one may see.
    const signed = sightOf(ctx.actor) === undefined ? after.brief : null;
    return detailOf({ ...after, brief: signed }, { ctx, catalog, brief: signed ?? brief });
  });
}

interface Refused {
  readonly handover: StoredHandover;
  readonly catalog: Catalog;
  readonly verb: 'sign' | 'accept';
}

function mustTurn(step: BatonStep, refused: Refused) {
  if ('baton' in step) return step.baton;
  throw refusalOf(step.refused, refused);
}

function refusalOf(
  why: Extract<BatonStep, { refused: string }>['refused'],
  { handover, catalog, verb }: Refused,
): AppError {
  const [outgoing, incoming] = [handover.outgoing, handover.incoming].map((each) => namesText(catalog, each));
  switch (why) {
    case 'not-yours':
      return new AppError(
        'forbidden',
        verb === 'sign'
          ? `Only ${outgoing} or a lead can sign this: who leaves hands over.`
          : `Only ${incoming} or a lead can accept this, and whoever is told once it is overdue.`,
      );
    case 'unsigned':
      return new AppError(
        'refused',
        `${outgoing} has not signed yet. Once its limit has passed it can be accepted unsigned.`,
      );
    case 'void':
      return new AppError(
        'refused',
        `There is nothing to hand over any more. ${handover.voidWhy ?? ''}`.trim(),
      );
    case 'over':
      return new AppError('refused', `It was accepted by ${handover.acceptance?.by ?? 'somebody'} already.`);
  }
}
