import { dedup, type NewEpisode } from './dedup.ts';
import type { Signal } from './signal.ts';
import type { SilenceRule } from './silence.ts';

/** By how much the `now` that an episode was begun with may differ from the true one, milliseconds. */
export const clockToleranceMs = 1_000;

/**
 * What these signals mean where none of their alerts was heard of before: an episode each, in the order given. `null` where that is not
 * all they mean, or would depend on the time by less than {@link clockToleranceMs}. `now` in milliseconds.
 */
export function unseenEpisodes(signals: readonly Signal[], now: number): readonly NewEpisode[] | null {
  if (!signals.every((signal) => fires(signal, now))) return null;
  const { created } = dedup(new Map(), signals, now);
  const oneEach = created.length === signals.length && created.every(({ count }) => count === 1);
  return oneEach ? created : null;
}

function fires({ action, endsAt }: Signal, now: number): boolean {
  return action === 'fire' && (endsAt === null || endsAt > now + clockToleranceMs);
}

/** Whether a silence begins or ends so close to `now` that a little later or earlier would give another answer. */
export function isAboutToTurn({ startsAt, endsAt }: SilenceRule, now: number): boolean {
  return [startsAt, endsAt].some((at) => Math.abs(at - now) < clockToleranceMs);
}
