import { handle, type Handler } from '#platform';
import { stepTask, sweepTask } from './jobs.ts';
import { pageRetention } from './pages/retention.ts';
import { runStep, sweep } from './run-step.ts';

export { answerPage } from './pages/answer-page.ts';
export { pageAnswered, pageExhausted, pageProgressed } from './facts.ts';
export { pagingHealth } from './health.ts';
export { holdEscalations } from './hold-escalations.ts';
export { shifts } from './core/shifts.ts';
export { oncallPlugin } from './answer-link/plugin.ts';
export { recordReceipt } from './record-receipt.ts';
export { reachabilityOf } from './roster/reachability.ts';
export { oncallRoutes } from './routes.ts';
export { startEscalation, type StartEscalation } from './start-escalation.ts';
export { stopEscalations } from './stop-escalations.ts';

export const oncallHandlers: readonly Handler[] = [
  handle(stepTask, runStep),
  handle(sweepTask, sweep),
  pageRetention,
];
