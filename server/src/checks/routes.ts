import { api } from '#platform';
import { readCoverage } from './court/coverage.ts';
import { draftFor } from './court/draft.ts';
import { answerHindsight } from './court/answer-hindsight.ts';
import { readHindsight } from './court/read-hindsight.ts';
import { judgeEpisode } from './court/judge-episode.ts';
import { readCourt } from './court/read-court.ts';
import { deployChecks } from './deploy/deploy.ts';
import { previewCheck } from './preview/preview.ts';
import { tryCheck } from './preview/try-check.ts';
import { listFailing } from './read/cells.ts';
import { listChecks, readCheck } from './read/check.ts';
import { readMatrix } from './read/matrix.ts';
import { listRuns, readRun } from './read/runs.ts';
import { decideRunnerKey } from './runners/decide-key.ts';
import { changeRunner, createRunner, listRunners, renewRunnerToken, revokeRunner } from './runners/manage.ts';
import { deleteSecret, listSecrets, putSecret } from './secrets/manage.ts';
import { askRun } from './work/ask-run.ts';
import { cancelRun } from './work/cancel-run.ts';

const { checks } = api;

/** The contract's handlers; each calls one verb. */
export const checksRoutes = checks.router({
  list: checks.list.handler(async ({ input, context }) => listChecks(context.ctx, input)),
  matrix: checks.matrix.handler(async ({ input, context }) => readMatrix(context.ctx, input)),
  failing: checks.failing.handler(async ({ context }) => listFailing(context.ctx)),
  get: checks.get.handler(async ({ input, context }) => readCheck(context.ctx, input)),
  run: checks.run.handler(async ({ input, context }) => askRun(context.ctx, input)),
  coverage: checks.coverage.handler(async ({ context }) => readCoverage(context.ctx)),
  draft: checks.draft.handler(async ({ input, context }) => draftFor(context.ctx, input)),
  court: checks.court.handler(async ({ input, context }) => readCourt(context.ctx, input)),
  judge: checks.judge.handler(async ({ input, context }) => judgeEpisode(context.ctx, input)),
  hindsight: checks.hindsight.handler(async ({ input, context }) => readHindsight(context.ctx, input)),
  answerHindsight: checks.answerHindsight.handler(async ({ input, context }) =>
    answerHindsight(context.ctx, input),
  ),
  preview: checks.preview.handler(async ({ input, context }) => previewCheck(context.ctx, input)),
  try: checks.try.handler(async ({ input, context }) => tryCheck(context.ctx, input)),
  deploy: checks.deploy.handler(async ({ input, context }) => deployChecks(context.ctx, input)),
  runs: checks.runs.handler(async ({ input, context }) => listRuns(context.ctx, input)),
  readRun: checks.readRun.handler(async ({ input, context }) => readRun(context.ctx, input)),
  cancelRun: checks.cancelRun.handler(async ({ input, context }) => cancelRun(context.ctx, input)),
  secrets: checks.secrets.handler(async ({ context }) => listSecrets(context.ctx)),
  putSecret: checks.putSecret.handler(async ({ input, context }) => putSecret(context.ctx, input)),
  deleteSecret: checks.deleteSecret.handler(async ({ input, context }) => deleteSecret(context.ctx, input)),
  runners: checks.runners.handler(async ({ context }) => listRunners(context.ctx)),
  createRunner: checks.createRunner.handler(async ({ input, context }) => createRunner(context.ctx, input)),
  changeRunner: checks.changeRunner.handler(async ({ input, context }) => changeRunner(context.ctx, input)),
  renewRunnerToken: checks.renewRunnerToken.handler(async ({ input, context }) =>
    renewRunnerToken(context.ctx, input),
  ),
  decideRunnerKey: checks.decideRunnerKey.handler(async ({ input, context }) =>
    decideRunnerKey(context.ctx, input),
  ),
  revokeRunner: checks.revokeRunner.handler(async ({ input, context }) => revokeRunner(context.ctx, input)),
});
