import type { Env } from '#platform';

interface Asked<T> {
  readonly at: number;
  readonly read: Promise<T>;
}

const answersMax = 100;
/** What is asked for goes on with the clock, so an older answer is not asked for again; answers are large. */
const keptMs = 60_000;

/** Asks as it is told to, but what has the same key once, also where that failed: evidence is looked at again with every run and alert. */
export type AskOnce<T> = (env: Env, key: string, ask: () => Promise<T>) => Promise<T>;

export function asksOnce<T>(): AskOnce<T> {
  const answers = new WeakMap<Env, Map<string, Asked<T>>>();
  return async (env, key, ask) => {
    const known = answers.get(env) ?? new Map<string, Asked<T>>();
    answers.set(env, known);
    const now = env.clock.now().getTime();
    for (const [each, { at }] of known)
      if (Math.abs(now - at) > keptMs || known.size > answersMax) known.delete(each);
    const read = known.get(key)?.read ?? ask();
    if (!known.has(key)) known.set(key, { at: now, read });
    return read;
  };
}
