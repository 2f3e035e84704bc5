import { AppError, sightOf, type Ctx } from '#platform';
import { isInScope } from '../core/sight.ts';
import { rowId } from '../paging.ts';
import { findAlert } from '../store/alert-store.ts';

/** An alert that is not within the actor's scope, and the incident that may make it theirs all the same. */
interface OutOfScope {
  readonly incidentId: string | null;
  readonly refusal: AppError;
}

/** Null: it is within their scope, or does not exist, which the verb says. */
export async function alertOutOfScope(ctx: Ctx, id: string): Promise<OutOfScope | null> {
  const row = rowId(id);
  const alert = row === null ? null : await findAlert(ctx.env.databases[ctx.pool], row);
  if (alert === null) return null;
  const { product, environment, incidentId } = alert;
  const place = {
    products: product === null ? null : [product],
    environments: environment === null ? null : [environment],
  };
  if (isInScope(place, sightOf(ctx.actor))) return null;
  return {
    incidentId,
    refusal: new AppError(
      'forbidden',
      `Alert ${id} is of other teams or environments than yours. Ask somebody of theirs.`,
    ),
  };
}
