import { handle, type Handler } from '#platform';
import { coverTurnTask, turnCover } from './covers/cover-turn.ts';
import { warnOfHoles, warnTask } from './outlook/warn-of-holes.ts';
import { recordShifts, recordTask } from './history/record-shifts.ts';
import { handoverSweepTask, handoverTurnTask } from './handover/task.ts';
import { tendHandovers } from './handover/tend-handovers.ts';
import { stepTask, sweepTask } from './jobs.ts';
import { pageRetention } from './pages/retention.ts';
import { runStep, sweep } from './escalations/run-step.ts';

export { answerInChannel } from './pages/answer-in-channel.ts';
export { answerPage } from './pages/answer-page.ts';
export { pageByHand } from './pages/page-by-hand.ts';
export { noteActivity } from './escalations/note-activity.ts';
export {
  pageAnswered,
  pageFollowed,
  pageExhausted,
  pageProgressed,
  pageStalled,
  pageStepEmpty,
} from './facts.ts';
export { composeBrief } from './handover/core/brief.ts';
export { handoverTurned } from './handover/facts.ts';
export { overdueHandovers } from './handover/health.ts';
export { listHandovers, readHandover } from './handover/read-handovers.ts';
export { acceptHandover, noteHandover, signHandover } from './handover/sign-handover.ts';
export { tellHandover, type SeenBrief } from './handover/tell-handover.ts';
export { tendHandovers } from './handover/tend-handovers.ts';
export { pagingHealth, type PagingHealth } from './health.ts';
export { pulseTask } from './jobs.ts';
export { overdueSteps, unansweredOf } from './store.ts';
export { runStep } from './escalations/run-step.ts';
export { holdEscalations } from './escalations/hold-escalations.ts';
export { isWithin } from './core/escalation/applies.ts';
export { waysOf } from './core/escalation/plan.ts';
export { onCallAt, shifts } from './core/shifts.ts';
export { answerLinks, type KnownNow } from './answer-link/plugin.ts';
export { recordReceipt } from './escalations/record-receipt.ts';
export { aloneByRules, refuseUnqualifiedRules } from './roster/unqualified.ts';
export { reachabilityOf } from './roster/reachability.ts';
export { unreachableNow, whyUnreachable } from './roster/unreachable.ts';
export { holes } from './core/shifts.ts';
export { calendarPlugin } from './feeds/plugin.ts';
export { recordShifts } from './history/record-shifts.ts';
export { readRoster, startRoster } from './roster/read-roster.ts';
export { oncallRoutes } from './routes.ts';
export { isOver } from './store.ts';
export {
  startAfresh,
  startAnew,
  startEscalation,
  type StartEscalation,
} from './escalations/start-escalation.ts';
export { acknowledgeEscalations, stopEscalations } from './escalations/stop-escalations.ts';
export { tellImpactLate, tellLeads } from './escalations/tell-leads.ts';
export { takeSeverity } from './escalations/take-severity.ts';

export const oncallHandlers: readonly Handler[] = [
  handle(stepTask, runStep),
  handle(sweepTask, sweep),
  pageRetention,
  handle(coverTurnTask, turnCover),
  handle(recordTask, recordShifts),
  handle(warnTask, warnOfHoles),
  handle(handoverSweepTask, tendHandovers),
  handle(handoverTurnTask, tendHandovers),
];
export { tell } from './schedules/tell.ts';
