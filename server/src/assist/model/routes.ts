import { api } from '#platform';
import {
  listModelProviders,
  listModelRuns,
  probeProvider,
  putPolicy,
  readModelFigures,
  readPolicy,
  removeModelKey,
  setModelKey,
} from './manage.ts';
import { askModelText } from './ask-text.ts';
import { answerText, resumeModel, stopModel } from './people.ts';
import { readModelText } from './read-text.ts';

const { model } = api;

/** The product API of the model on top of the rules. */
export const modelRoutes = {
  policy: model.policy.handler(({ context }) => readPolicy(context.ctx)),
  putPolicy: model.putPolicy.handler(({ input, context }) => putPolicy(context.ctx, input)),
  providers: model.providers.handler(({ context }) => listModelProviders(context.ctx)),
  setKey: model.setKey.handler(({ input, context }) => setModelKey(context.ctx, input)),
  removeKey: model.removeKey.handler(({ input, context }) => removeModelKey(context.ctx, input)),
  probe: model.probe.handler(({ input, context }) => probeProvider(context.ctx, input)),
  runs: model.runs.handler(({ input, context }) => listModelRuns(context.ctx, input)),
  figures: model.figures.handler(({ input, context }) => readModelFigures(context.ctx, input)),
  ofIncident: model.ofIncident.handler(({ input, context }) => readModelText(context.ctx, input)),
  write: model.write.handler(({ input, context }) => askModelText(context.ctx, input)),
  stop: model.stop.handler(({ input, context }) => stopModel(context.ctx, input)),
  resume: model.resume.handler(({ input, context }) => resumeModel(context.ctx, input)),
  answer: model.answer.handler(({ input, context }) => answerText(context.ctx, input)),
};
