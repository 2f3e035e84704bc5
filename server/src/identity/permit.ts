import { AppError, notFound, type Ctx } from '#platform';
import { can, lowestRoleFor, type Ability } from './core/permission.ts';

/**
 * The first line of every verb. Throws where the actor may not: for seeing, the same answer as for what does not exist; for doing,
 * `forbidden` with the role that is needed, asked before anything is loaded, so it tells nothing about what exists.
 */
export function permit(ctx: Pick<Ctx, 'actor'>, ability: Ability): void {
  if (can(ctx.actor, ability)) return;
  if (ability.endsWith('.read')) throw notFound('This');
  const what = ctx.actor.kind === 'person' ? 'You' : 'This key';
  throw new AppError(
    'forbidden',
    `${what} may not do this: it needs "${ability}", which comes with the role ${lowestRoleFor(ability)}.`,
  );
}
