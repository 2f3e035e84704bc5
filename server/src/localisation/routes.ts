import { api } from '#platform';
import { answerCause } from './answers/answer-cause.ts';
import { answerGroup } from './answers/answer-group.ts';
import { pageSuspect } from './answers/page-suspect.ts';
import {
  listFailingGroups,
  readCauseBriefs,
  readGroupCause,
  readIncidentCause,
  readRunCause,
} from './read/read-cause.ts';
import { readRecord, replayCause, replayGroup } from './read/read-record.ts';
import { readRunSpans } from './read/read-spans.ts';
import { applyWeights, fitWeights, readWeights } from './refit/manage-weights.ts';
import { readCalls } from './spans/read-calls.ts';

const { localisation } = api;

/** The product API of localisation. */
export const localisationRoutes = {
  ofIncident: localisation.ofIncident.handler(({ input, context }) => readIncidentCause(context.ctx, input)),
  answer: localisation.answer.handler(({ input, context }) => answerCause(context.ctx, input)),
  answerGroup: localisation.answerGroup.handler(({ input, context }) => answerGroup(context.ctx, input)),
  page: localisation.page.handler(({ input, context }) => pageSuspect(context.ctx, input)),
  briefs: localisation.briefs.handler(({ input, context }) => readCauseBriefs(context.ctx, input)),
  failing: localisation.failing.handler(({ context }) => listFailingGroups(context.ctx)),
  ofGroup: localisation.ofGroup.handler(({ input, context }) => readGroupCause(context.ctx, input)),
  replay: localisation.replay.handler(({ input, context }) => replayCause(context.ctx, input)),
  replayGroup: localisation.replayGroup.handler(({ input, context }) => replayGroup(context.ctx, input)),
  record: localisation.record.handler(({ input, context }) => readRecord(context.ctx, input)),
  weights: localisation.weights.handler(({ context }) => readWeights(context.ctx)),
  fitWeights: localisation.fitWeights.handler(({ context }) => fitWeights(context.ctx)),
  applyWeights: localisation.applyWeights.handler(({ input, context }) => applyWeights(context.ctx, input)),
  calls: localisation.calls.handler(({ input, context }) => readCalls(context.ctx, input)),
  spansOfRun: localisation.spansOfRun.handler(({ input, context }) => readRunSpans(context.ctx, input)),
  ofRun: localisation.ofRun.handler(({ input, context }) => readRunCause(context.ctx, input)),
};
