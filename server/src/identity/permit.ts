import { AppError, notFound, type Ctx } from '#platform';
import { can, lowestRoleFor, needsFreshSignIn, type Ability } from './core/permission.ts';
import { seatOf } from './sessions/authenticate.ts';

/**
 * The first line of every verb. Throws where the actor may not: for seeing, the same answer as for what does not exist; for doing,
 * `forbidden` with the role that is needed, asked before anything is loaded, so it tells nothing about what exists.
 */
export function permit(ctx: Pick<Ctx, 'actor'>, ability: Ability): void {
  if (can(ctx.actor, ability)) {
    if (needsFreshSignIn(ability)) requireFresh(ctx);
    return;
  }
  if (ability.endsWith('.read')) throw notFound('This');
  const what = ctx.actor.kind === 'person' ? 'You' : 'This key';
  throw new AppError(
    'forbidden',
    `${what} may not do this: it needs "${ability}", which comes with the role ${lowestRoleFor(ability)}.`,
  );
}

/**
 * Throws `sign-in-again` where the person signed in longer ago than `stepUpMinutes`: a browser left open must not be enough. Tokens have
 * no such moment and are not asked.
 */
export function requireFresh(ctx: Pick<Ctx, 'actor'>): void {
  if (seatOf(ctx.actor)?.isFresh === false)
    throw new AppError('sign-in-again', 'Please show once more that it is you; then this goes on.');
}
