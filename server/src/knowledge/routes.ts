import { api } from '#platform';
import { readPanel } from './panels/read-panel.ts';
import { readRoomLinks } from './panels/room-links.ts';
import { answerRunbook } from './runbooks/answer-runbook.ts';
import { listMetricsSources, setMetricsAccess } from './sources/metrics-sources.ts';
import { listRunbooks, readRunbook } from './runbooks/read-runbooks.ts';
import { readRoomRunbooks } from './runbooks/room-runbooks.ts';

const { knowledge } = api;

/** The product API of knowledge: every route is one verb. */
export const knowledgeRoutes = {
  runbooks: knowledge.runbooks.handler(({ input, context }) => listRunbooks(context.ctx, input)),
  runbook: knowledge.runbook.handler(({ input, context }) => readRunbook(context.ctx, input)),
  ofIncident: knowledge.ofIncident.handler(({ input, context }) => readRoomRunbooks(context.ctx, input)),
  answer: knowledge.answer.handler(({ input, context }) => answerRunbook(context.ctx, input)),
  links: knowledge.links.handler(({ input, context }) => readRoomLinks(context.ctx, input)),
  panel: knowledge.panel.handler(({ input, context }) => readPanel(context.ctx, input)),
  sources: knowledge.sources.handler(({ context }) => listMetricsSources(context.ctx)),
  setAccess: knowledge.setAccess.handler(({ input, context }) => setMetricsAccess(context.ctx, input)),
};
