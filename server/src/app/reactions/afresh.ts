import { expireCatalog } from '#catalog';
import type { Ctx } from '#platform';

/** With the catalog as it was applied, also where another process applied it and this one has not been told yet. */
export function afresh(ctx: Ctx): Ctx {
  expireCatalog(ctx.env.databases);
  return ctx;
}
