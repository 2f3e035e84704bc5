import { z } from 'zod';
import { defineTask, handle, type Handler } from '#platform';
import { holdCourt } from './court/hold-court.ts';
import { planChecks } from './plan/plan-checks.ts';
import { artefactsRetention, runsRetention } from './retention.ts';
import { lookAfterRunners } from './runners/look-after.ts';
import { countDoubted } from './doubts/count-doubted.ts';
import { sweepRuns } from './work/sweep-runs.ts';

const nothing = z.object({});
/** Finds what a lost reaction to a change of the catalog missed. */
const planTask = defineTask('checks.plan', { lane: 'chore', payload: nothing, everyMs: 60_000 });
const sweepTask = defineTask('checks.sweep', { lane: 'chore', payload: nothing, everyMs: 2_000 });
const runnersTask = defineTask('checks.runners', { lane: 'chore', payload: nothing, everyMs: 15_000 });

const courtTask = defineTask('checks.court', { lane: 'chore', payload: nothing, everyMs: 5 * 60_000 });

/** Every job of checks. */
export const checksHandlers: readonly Handler[] = [
  handle(planTask, async (ctx) => planChecks(ctx)),
  handle(sweepTask, async (ctx) => {
    await sweepRuns(ctx);
    await countDoubted(ctx);
  }),
  handle(runnersTask, async (ctx) => lookAfterRunners(ctx)),
  handle(courtTask, async (ctx) => holdCourt(ctx)),
  runsRetention,
  artefactsRetention,
];
