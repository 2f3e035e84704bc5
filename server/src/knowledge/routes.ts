import { api } from '#platform';
import { answerRunbook } from './runbooks/answer-runbook.ts';
import { listSources, setAccess } from './sources/reached-sources.ts';
import { readRunbookFile } from './drafts/read-file.ts';
import { tryLink, tryPanel } from './drafts/try-on.ts';
import { listRunbooks, readRunbook } from './runbooks/read-runbooks.ts';
import { readRoomRunbooks } from './runbooks/room-runbooks.ts';

const { knowledge } = api;

/** The product API of knowledge: every route is one verb. Links and panels of a room are routed by `training`, which knows the time of drills. */
export const knowledgeRoutes = {
  runbooks: knowledge.runbooks.handler(({ input, context }) => listRunbooks(context.ctx, input)),
  runbook: knowledge.runbook.handler(({ input, context }) => readRunbook(context.ctx, input)),
  readFile: knowledge.readFile.handler(({ input, context }) => readRunbookFile(context.ctx, input)),
  tryLink: knowledge.tryLink.handler(({ input, context }) => tryLink(context.ctx, input)),
  tryPanel: knowledge.tryPanel.handler(({ input, context }) => tryPanel(context.ctx, input)),
  ofIncident: knowledge.ofIncident.handler(({ input, context }) => readRoomRunbooks(context.ctx, input)),
  answer: knowledge.answer.handler(({ input, context }) => answerRunbook(context.ctx, input)),
  sources: knowledge.sources.handler(({ context }) => listSources(context.ctx, 'MetricsSource')),
  setAccess: knowledge.setAccess.handler(({ input, context }) =>
    setAccess(context.ctx, 'MetricsSource', input),
  ),
  tracesSources: knowledge.tracesSources.handler(({ context }) => listSources(context.ctx, 'TracesSource')),
  setTracesAccess: knowledge.setTracesAccess.handler(({ input, context }) =>
    setAccess(context.ctx, 'TracesSource', input),
  ),
  logsSources: knowledge.logsSources.handler(({ context }) => listSources(context.ctx, 'LogsSource')),
  setLogsAccess: knowledge.setLogsAccess.handler(({ input, context }) =>
    setAccess(context.ctx, 'LogsSource', input),
  ),
};
