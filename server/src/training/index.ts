import { handle, type Handler } from '#platform';
import { faultTask, playTask, sweepTask } from './drills/drill-jobs.ts';
import { settleFaults } from './drills/live-faults.ts';
import { playDrill, sweepDrills } from './drills/play-drill.ts';

export { pauseForReal } from './drills/control-drill.ts';
export { drillBehind } from './drills/live-faults.ts';
export { isDrill, pageForDrill } from './drills/page-for-drill.ts';
export { tendDrill } from './drills/play-drill.ts';
export { trainingRoutes } from './routes.ts';

export const trainingHandlers: readonly Handler[] = [
  handle(playTask, playDrill),
  handle(sweepTask, sweepDrills),
  handle(faultTask, settleFaults),
];
