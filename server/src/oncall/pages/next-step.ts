import type { Kysely } from 'kysely';
import type { DB, Env } from '#platform';
import { nextUp } from '../core/escalation/escalate.ts';
import { turnsNow } from '../escalations/turns.ts';
import { clearedWorld } from '../roster/cleared.ts';
import { readDirectory } from '../roster/read-roster.ts';
import { worldFor } from '../roster/roster.ts';
import { unansweredFor } from '../store.ts';

/** The step that follows unless somebody answers; `people` is empty where nobody is left to page. */
export interface NextStep {
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly people: readonly string[];
}

/**
 * What comes next in those escalations that rang a page and still look for somebody: the earliest step that rings anybody, and whom by
 * what is known now, as of the moment it is due: overrides, turns and clearances included. Null where nothing follows.
 */
export async function nextStepOf(env: Env, db: Kysely<DB>, pageId: string): Promise<NextStep | null> {
  const directory = await readDirectory(env);
  const { catalog } = directory;
  const waiting = await Promise.all(
    (await unansweredFor(db, pageId)).map(async ({ state, scope, incidentId }) => {
      if (state.dueAt === null) return null;
      const turns = await turnsNow(db, state.policy);
      const whole = worldFor(scope, directory, { now: new Date(state.dueAt), turns });
      const world = await clearedWorld({ db }, { world: whole, catalog, incidentId });
      return nextUp(state, world) ?? { dueAt: state.dueAt, people: [] };
    }),
  );
  const [first] = waiting
    .filter((next) => next !== null)
    .toSorted((a, b) => Number(b.people.length > 0) - Number(a.people.length > 0) || a.dueAt - b.dueAt);
  return first ?? null;
}
