import { api } from '#platform';
import { answerPage } from './pages/answer-page.ts';
import { pageByHand } from './pages/page-by-hand.ts';
import { listPages, readPage } from './pages/read-pages.ts';
import { listGaps, listShifts, onCallNow } from './roster/who-is-on-call.ts';

const routes = api.oncall;

export const oncallRoutes = {
  onCall: routes.onCall.handler(({ input, context }) => onCallNow(context.ctx, input)),
  shifts: routes.shifts.handler(({ input, context }) => listShifts(context.ctx, input)),
  gaps: routes.gaps.handler(({ input, context }) => listGaps(context.ctx, input)),
  listPages: routes.listPages.handler(({ input, context }) => listPages(context.ctx, input)),
  getPage: routes.getPage.handler(({ input, context }) => readPage(context.ctx, input)),
  answerPage: routes.answerPage.handler(({ input, context }) =>
    answerPage(context.ctx, { pageId: input.id, answer: input.answer }),
  ),
  pageByHand: routes.pageByHand.handler(({ input, context }) => pageByHand(context.ctx, input)),
};
