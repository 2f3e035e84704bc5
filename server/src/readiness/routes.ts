import { api } from '#platform';
import { agreeToAmbush, readOwnAmbushes } from './ambush/agree.ts';
import { readAmbushes } from './ambush/read-ambushes.ts';
import { endExemption, exemptProduct, listExemptions } from './exempt.ts';
import { putValues } from './put-values.ts';
import { readCourse } from './read/read-course.ts';
import { listInitiatives, readInitiative } from './read/read-initiative.ts';
import { readGate } from './read/gate.ts';
import { previewRule } from './read/preview.ts';
import { listChanges, listMeasures, readTrend } from './read/read-lists.ts';
import { readMatrix } from './read/read-matrix.ts';
import { readScorecard } from './read/read-scorecard.ts';
import { readStandard } from './read/read-standard.ts';

const { readiness } = api;

/** The product API of readiness: every route is one verb. */
export const readinessRoutes = {
  matrix: readiness.matrix.handler(({ input, context }) => readMatrix(context.ctx, input)),
  scorecard: readiness.scorecard.handler(({ input, context }) => readScorecard(context.ctx, input)),
  gate: readiness.gate.handler(({ input, context }) => readGate(context.ctx, input)),
  standard: readiness.standard.handler(({ input, context }) => readStandard(context.ctx, input)),
  preview: readiness.preview.handler(({ input, context }) => previewRule(context.ctx, input)),
  measures: readiness.measures.handler(({ context }) => listMeasures(context.ctx)),
  putValues: readiness.putValues.handler(({ input, context }) => putValues(context.ctx, input)),
  exemptions: readiness.exemptions.handler(({ input, context }) => listExemptions(context.ctx, input)),
  exempt: readiness.exempt.handler(({ input, context }) => exemptProduct(context.ctx, input)),
  endExemption: readiness.endExemption.handler(({ input, context }) => endExemption(context.ctx, input)),
  changes: readiness.changes.handler(({ input, context }) => listChanges(context.ctx, input)),
  trend: readiness.trend.handler(({ input, context }) => readTrend(context.ctx, input)),
  course: readiness.course.handler(({ input, context }) => readCourse(context.ctx, input)),
  initiative: readiness.initiative.handler(({ input, context }) => readInitiative(context.ctx, input)),
  ambushes: readiness.ambushes.handler(({ context }) => readAmbushes(context.ctx)),
  ownAmbushes: readiness.ownAmbushes.handler(({ context }) => readOwnAmbushes(context.ctx)),
  agree: readiness.agree.handler(({ input, context }) => agreeToAmbush(context.ctx, input)),
  initiatives: readiness.initiatives.handler(({ context }) => listInitiatives(context.ctx)),
};
