import type { Ctx } from '#platform';

/** The same context without its idempotency key: an answer that holds a secret must not be stored to be given again. */
export function notKept(ctx: Ctx): Ctx {
  const { idempotency: _, ...rest } = ctx;
  return rest;
}
