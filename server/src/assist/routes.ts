import { api } from '#platform';
import { readReview } from './review/read-review.ts';
import { findSimilar } from './similar/find-similar.ts';
import { draftReview, summariseIncident } from './summary/summarise-incident.ts';
import { readText } from './texts/read-text.ts';
import { readTitleProposal } from './title/propose-title.ts';
import { adviseIncident } from './triage/advise-incident.ts';

const { assist } = api;

/** The product API of assist: every route is one verb. */
export const assistRoutes = {
  summary: assist.summary.handler(({ input, context }) => summariseIncident(context.ctx, input)),
  similar: assist.similar.handler(({ input, context }) => findSimilar(context.ctx, input)),
  triage: assist.triage.handler(({ input, context }) => adviseIncident(context.ctx, input)),
  text: assist.text.handler(({ input, context }) => readText(context.ctx, input)),
  title: assist.title.handler(({ input, context }) => readTitleProposal(context.ctx, input)),
  review: assist.review.handler(({ input, context }) => readReview(context.ctx, input)),
  reviewDraft: assist.reviewDraft.handler(({ input, context }) => draftReview(context.ctx, input)),
};
