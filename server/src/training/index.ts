import { z } from 'zod';
import { defineTask, handle, type Handler } from '#platform';
import { renewQualified } from './ladder/ladders.ts';
import { faultTask, playTask, sweepTask } from './drills/drill-jobs.ts';
import { playDrill, sweepDrills } from './drills/play-drill.ts';
import { afterDrillTask, declareAfterDrill } from './live/after-drill.ts';
import { apartTask, partFromDrill } from './live/apart.ts';
import { settleFaults } from './live/live-faults.ts';

export { pauseForReal, pauseRestored } from './drills/control-drill.ts';
export { isDrill, pageForDrill } from './drills/page-for-drill.ts';
export { tendDrill } from './drills/play-drill.ts';
export { waitAfterDrill } from './live/after-drill.ts';
export { partFromDrill, takeIntoDrill } from './live/apart.ts';
export { drillBehind } from './live/drill-behind.ts';
export { faultLeftOn } from './live/facts.ts';
export { graphRoutes, trainingRoutes } from './routes.ts';

const qualifiedTask = defineTask('training.qualified', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 15 * 60_000,
});

export const trainingHandlers: readonly Handler[] = [
  handle(playTask, playDrill),
  handle(qualifiedTask, renewQualified),
  handle(sweepTask, sweepDrills),
  handle(faultTask, settleFaults),
  handle(afterDrillTask, declareAfterDrill),
  handle(apartTask, partFromDrill),
];
