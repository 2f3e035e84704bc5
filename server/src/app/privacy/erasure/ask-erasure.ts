import { randomBytes } from 'node:crypto';
import type { Erasure } from '@fieldmarshal/contract/privacy';
import { deleteObject, readCatalog } from '#catalog';
import { cancelMessagesTo } from '#delivery';
import { audit, disableAccount, permit } from '#identity';
import { AppError, assert, inTransaction, type Ctx } from '#platform';
import type { Replacement } from '../core/replace.ts';
import { addressesOf } from './addresses.ts';
import { insertErasure, loadErasure, shownErasure } from './erasure-store.ts';
import { planErasure } from './plan-erasure.ts';
import { erasureTask } from './task.ts';

/**
 * Begins to erase a person for good. With this commit they are shut out and gone from the catalog, and it is kept what they are called and
 * were reached by; everything else is a job that goes on until it is done, whatever crashes meanwhile. Asked again, it says how far that
 * is. Refused while they are on call, paged or named by the catalog, with the sentences why.
 */
export async function askErasure(
  ctx: Ctx,
  { person, confirm }: { person: string; confirm: string },
): Promise<Erasure> {
  permit(ctx, 'identity.manage');
  const { hindrances, displayName, erasure } = await planErasure(ctx, { person });
  if (erasure !== null) return erasure;
  if (hindrances.length > 0)
    throw new AppError('refused', hindrances.join(' '), {
      faults: hindrances.map((message) => ({ path: 'person', message })),
    });
  if (confirm !== person)
    throw new AppError('invalid', `confirm: write ${person} to erase them.`, {
      faults: [{ path: 'confirm', message: `must be "${person}"` }],
    });
  const addresses = await addressesOf(ctx, person);
  const code = randomBytes(4).toString('hex');
  const who: Replacement = {
    ...{ person, displayName, addresses },
    ...{ pseudonym: `erased-${code}`, label: `Erased person ${code}` },
  };
  await begin(ctx, who);
  const begun = await loadErasure(ctx.env.databases.worker, person);
  // It may be done by now, and then has the pseudonym only.
  const shown = begun ?? (await loadErasure(ctx.env.databases.worker, who.pseudonym));
  assert(shown !== null, 'an erasure that was asked for is kept');
  return shownErasure(shown);
}

async function begin(ctx: Ctx, who: Replacement): Promise<void> {
  const { person, pseudonym } = who;
  const isInCatalog = (await readCatalog(ctx.env)).get('Person', person) !== undefined;
  // An answer kept under an idempotency key would name them.
  const { idempotency: _, ...once } = ctx;
  await inTransaction(once, async (tx) => {
    // Of two who ask at once, one begins it.
    if (!(await insertErasure(tx.db, who, tx.now))) return;
    const within: Ctx = { ...once, within: tx };
    await disableAccount(within, { person });
    if (isInCatalog) await deleteObject(within, { kind: 'Person', name: person });
    await cancelMessagesTo(tx, person, 'Whom it was for is being erased.');
    // Without the pseudonym: receivers of the audit log keep this row as it is.
    audit(tx, { action: 'person.erasure-begun', subject: `Person/${person}` });
    tx.setTimer(erasureTask, { key: `${erasureTask.name}:${pseudonym}`, payload: { pseudonym } });
    tx.changed('admin');
  });
}
