import { api } from '#platform';
import { replyToFeedback, setFeedbackState } from './answer-feedback.ts';
import { giveFeedback } from './give-feedback.ts';
import { listFeedback, readFeedback } from './read-feedback.ts';

const { feedback } = api;

/** The product API of feedback: every route is one verb. */
export const feedbackRoutes = {
  give: feedback.give.handler(({ input, context }) => giveFeedback(context.ctx, input)),
  answers: feedback.answers.handler(({ input, context }) => listFeedback(context.ctx, input)),
  summary: feedback.summary.handler(({ input, context }) => readFeedback(context.ctx, input)),
  reply: feedback.reply.handler(({ input, context }) => replyToFeedback(context.ctx, input)),
  setState: feedback.setState.handler(({ input, context }) => setFeedbackState(context.ctx, input)),
};
