import type { Ctx } from '#platform';
import { loadEndedIncidents } from '../store/case-store.ts';

const minute = 60_000;
/** Before an incident opens its checks fail already. */
const leadMs = 10 * minute;
const longestMs = 60 * minute;

/**
 * Incidents of an environment that were over before a trouble began there, as the times in which they went on: what failed then is
 * explained, and says nothing of who is at fault now.
 */
export type Ended = readonly Episode[];

interface Episode {
  /** When it is known to have begun; what is usual is not looked for from here on until `to`. */
  readonly began: number;
  /** From when on a failure may be its own. */
  readonly from: number;
  readonly to: number;
}

/** Milliseconds since 1970, as everywhere here. */
export async function endedBefore(
  ctx: Ctx,
  { environment, since }: { readonly environment: string | null; readonly since: number },
): Promise<Ended> {
  if (environment === null) return [];
  const ended = await loadEndedIncidents(ctx.env.databases[ctx.pool], {
    environment,
    from: new Date(since - longestMs),
    to: new Date(since),
  });
  return ended.map(({ since: began, closedAt }) => ({
    began: began.getTime(),
    from: began.getTime() - leadMs,
    to: closedAt.getTime(),
  }));
}

/** Stretches of time that show what is not usual, as instants, for a question to storage. */
export function unusual(ended: Ended): { readonly from: Date; readonly to: Date }[] {
  return ended.map(({ began, to }) => ({ from: new Date(began), to: new Date(to) }));
}

/** Whether no incident that ended went on at that moment. */
export function isUsualAt(at: number, ended: Ended): boolean {
  return !ended.some(({ began, to }) => at >= began && at <= to);
}

/** Whether something that began at that moment belongs to what was over. */
export function isOfEnded(at: number, ended: Ended): boolean {
  return ended.some(({ from, to }) => at >= from && at <= to);
}

/** From when on it may be looked at what came shortly before trouble: `from`, or the end of the incident before it. */
export function notBefore(from: number, ended: Ended): number {
  return ended.reduce((latest, { to }) => Math.max(latest, to), from);
}

/** What was broken comes back, and its last spans come in, for so long after an incident is over. */
const settlesMs = 15_000;

/** {@link notBefore}, leaving out what an incident that has just ended leaves behind; `since` at the latest. */
export function settledBy(
  since: number,
  { from, ended }: { readonly from: number; readonly ended: Ended },
): number {
  const earliest = notBefore(from, ended);
  return earliest === from ? from : Math.max(earliest, Math.min(earliest + settlesMs, since));
}
