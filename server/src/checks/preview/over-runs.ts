import type { PreviewPlace } from '@fieldmarshal/contract/checks';
import type { Ctx } from '#platform';
import { outcomeOf } from '../core/outcome.ts';
import { reassess, watched } from '../core/reassess.ts';
import { firstRunId } from '../core/run-id.ts';
import { loadDay, type DayRun } from '../store/day-store.ts';
import { nothing, placeOf, type Preview } from './place.ts';

/** Of one environment; more would hold up others while they are judged. */
const runsMax = 10_000;

/** What was recorded, judged by the new rules. */
export async function overRuns(ctx: Ctx, plan: Preview): Promise<PreviewPlace> {
  const { name, environment, from, spec } = plan;
  if (name === null)
    return nothing(
      environment,
      'Nothing was recorded yet: save it, or try it once to see what it finds now.',
    );
  const cell = { check: name, environment };
  const db = ctx.env.databases[ctx.pool];
  const runs = await loadDay(db, cell, { from: firstRunId(from), limit: runsMax });
  if (runs.length === 0) return nothing(environment, 'Nothing was recorded here in the last day.');
  const { measure, limit } = watched(spec.probe);
  return placeOf(plan, {
    source: 'runs',
    note: runs.length === runsMax ? `Only the newest ${runsMax} runs were looked at.` : null,
    runs: runs.map((run) => ({ at: run.at.getTime(), place: run.place, ...judged(run, plan) })),
    line: runs.flatMap(({ at, measures }) => {
      const value = measures[measure];
      return value === undefined ? [] : [{ at: at.getTime(), value }];
    }),
    limit,
  });
}

function judged({ verdict, faultClass, error, measures, imminent }: DayRun, { spec }: Preview) {
  const fault = faultClass === null ? null : { class: faultClass, why: '', unanswered: false };
  return reassess({ outcome: outcomeOf({ verdict, fault }), error, measures, imminent }, spec.probe);
}
