import { api } from '#platform';
import { answerPage } from './pages/answer-page.ts';
import { pageByHand } from './pages/page-by-hand.ts';
import { listPages, readPage } from './pages/read-pages.ts';
import { acceptCover, withdrawCover } from './covers/answer-cover.ts';
import { askForCover } from './covers/ask-for-cover.ts';
import { listCovers } from './covers/list-covers.ts';
import { listCoverReturns } from './covers/swap-with-pool.ts';
import { readCoverage } from './outlook/read-coverage.ts';
import { importCalendar } from './feeds/import-calendar.ts';
import { listFeeds, makeFeed, revokeFeed } from './feeds/manage-feeds.ts';
import { chooseOwnRules, dropOwnRules, previewOwnRules, readOwnRules } from './own-rules/own-rules.ts';
import { listOverrides } from './overrides/list-overrides.ts';
import { makeOverride } from './overrides/make-override.ts';
import { withdrawOverride } from './overrides/withdraw-override.ts';
import { readShadows } from './roster/read-shadows.ts';
import { unreachableNow } from './roster/unreachable.ts';
import { listGaps, listShifts, onCallNow } from './roster/who-is-on-call.ts';
import { readAsking } from './pages/read-asking.ts';
import { previewEscalation } from './escalations/preview.ts';
import { draftFollowTheSun, previewSchedule } from './schedules/preview-schedule.ts';
import { readLanes, readMyShifts, readTimeline } from './schedules/read-timeline.ts';

const routes = api.oncall;

export const oncallRoutes = {
  onCall: routes.onCall.handler(({ input, context }) => onCallNow(context.ctx, input)),
  unreachable: routes.unreachable.handler(({ context }) => unreachableNow(context.ctx)),
  shadows: routes.shadows.handler(({ context }) => readShadows(context.ctx)),
  shifts: routes.shifts.handler(({ input, context }) => listShifts(context.ctx, input)),
  gaps: routes.gaps.handler(({ input, context }) => listGaps(context.ctx, input)),
  listOverrides: routes.listOverrides.handler(({ input, context }) => listOverrides(context.ctx, input)),
  makeOverride: routes.makeOverride.handler(({ input, context }) => makeOverride(context.ctx, input)),
  withdrawOverride: routes.withdrawOverride.handler(({ input, context }) =>
    withdrawOverride(context.ctx, input),
  ),
  listCovers: routes.listCovers.handler(({ input, context }) => listCovers(context.ctx, input)),
  askForCover: routes.askForCover.handler(({ input, context }) => askForCover(context.ctx, input)),
  acceptCover: routes.acceptCover.handler(({ input, context }) => acceptCover(context.ctx, input)),
  coverReturns: routes.coverReturns.handler(({ input, context }) => listCoverReturns(context.ctx, input)),
  withdrawCover: routes.withdrawCover.handler(({ input, context }) => withdrawCover(context.ctx, input)),
  timeline: routes.timeline.handler(({ input, context }) => readTimeline(context.ctx, input)),
  lanes: routes.lanes.handler(({ input, context }) => readLanes(context.ctx, input)),
  previewSchedule: routes.previewSchedule.handler(({ input, context }) =>
    previewSchedule(context.ctx, input),
  ),
  followTheSun: routes.followTheSun.handler(({ input, context }) => draftFollowTheSun(context.ctx, input)),
  myShifts: routes.myShifts.handler(({ input, context }) => readMyShifts(context.ctx, input)),
  coverage: routes.coverage.handler(({ input, context }) => readCoverage(context.ctx, input)),
  listFeeds: routes.listFeeds.handler(({ context }) => listFeeds(context.ctx)),
  makeFeed: routes.makeFeed.handler(({ input, context }) => makeFeed(context.ctx, input)),
  revokeFeed: routes.revokeFeed.handler(({ input, context }) => revokeFeed(context.ctx, input)),
  importCalendar: routes.importCalendar.handler(({ input, context }) => importCalendar(context.ctx, input)),
  previewEscalation: routes.previewEscalation.handler(({ input, context }) =>
    previewEscalation(context.ctx, input),
  ),
  ownRules: routes.ownRules.handler(({ context }) => readOwnRules(context.ctx)),
  chooseRules: routes.chooseRules.handler(({ input, context }) => chooseOwnRules(context.ctx, input)),
  previewRules: routes.previewRules.handler(({ input, context }) => previewOwnRules(context.ctx, input)),
  dropRules: routes.dropRules.handler(({ context }) => dropOwnRules(context.ctx)),
  listPages: routes.listPages.handler(({ input, context }) => listPages(context.ctx, input)),
  getPage: routes.getPage.handler(({ input, context }) => readPage(context.ctx, input)),
  answerPage: routes.answerPage.handler(({ input, context }) =>
    answerPage(context.ctx, { pageId: input.id, answer: input.answer }),
  ),
  asking: routes.asking.handler(({ input, context }) => readAsking(context.ctx, input)),
  pageByHand: routes.pageByHand.handler(({ input, context }) => pageByHand(context.ctx, input)),
};
