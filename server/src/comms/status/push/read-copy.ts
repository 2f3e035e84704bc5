import type { StatusCopy } from '@fieldmarshal/contract/comms';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { loadCopy } from './copy-store.ts';
import { targetOf } from './target.ts';

/** What is known of the copy of the status page on another host. It says no more than was answered there. */
export async function readStatusCopy(ctx: Ctx): Promise<StatusCopy> {
  permit(ctx, 'communication.read');
  const target = targetOf(ctx.env.config);
  const copy = target === null ? null : await loadCopy(ctx.env, target.url);
  return {
    target: target?.url ?? null,
    files: copy?.files ?? 0,
    wholeAt: copy?.wholeAt?.toISOString() ?? null,
    failingSince: copy?.failingSince?.toISOString() ?? null,
    problem: copy?.problem ?? '',
  };
}
