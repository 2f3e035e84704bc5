import { oc } from '@orpc/contract';
import { z } from 'zod';
import { objectName } from '../name.ts';
import * as court from './court.ts';
import { deployInput, deployResult, missingSecret, onSecret, putSecretInput, secretView } from './deploy.ts';
import { checkPreview, previewInput, tryInput, tryResult } from './preview.ts';
import { runner, runnerInput, runnerKeyDecision, runnerWithToken } from './runner.ts';
import * as view from './view.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
const route = (method: Method, path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['checks'] });
const onCheck = z.object({ name: objectName });
const onRun = z.object({ id: z.uuid() });
const onRunner = z.object({ id: z.uuid() });
const nothing = z.object({});

/** The HTTP contract of checks; mounted under `/api/v1`. What runners use is in `runner-protocol.ts`. Checks themselves are objects of the catalog. */
export const checksContract = {
  list: route('GET', '/checks', 'Checks with how they stand in each environment')
    .input(view.listChecksInput)
    .output(view.checkPage),
  matrix: route('GET', '/checks/matrix', 'All checks and environments in short')
    .input(view.matrixInput)
    .output(view.matrix),
  failing: route('GET', '/checks/failing', 'What is failing or degraded, longest first')
    .input(nothing)
    .output(z.object({ items: z.array(view.cell) })),
  get: route('GET', '/checks/{name}', 'One check with its record')
    .input(onCheck.extend({ days: z.coerce.number().int().min(1).max(90).default(30) }))
    .output(view.checkDetail),
  run: route('POST', '/checks/{name}/run', 'Run it now')
    .input(onCheck.extend({ environment: objectName.optional() }))
    .output(z.object({ runs: z.array(z.string()) })),
  coverage: route('GET', '/checks/coverage', 'Workflows without a check, and incidents that no check saw')
    .input(nothing)
    .output(court.coverage),
  draft: route('GET', '/checks/draft', 'A Playwright test of a workflow to start from')
    .input(court.draftInput)
    .output(court.draftTest),
  court: route(
    'GET',
    '/checks/{name}/court',
    'What a check was worth: precision, recall, and whether it may page',
  )
    .input(court.onCourt)
    .output(court.checkCourt),
  judge: route('PUT', '/checks/{name}/episodes/{id}/verdict', 'Say whether a failure was a real issue')
    .input(court.judgeInput)
    .output(court.checkCourt),
  hindsight: route('GET', '/incidents/{id}/checks', 'Whether a check saw an incident')
    .input(court.onHindsight)
    .output(court.hindsight),
  answerHindsight: route('PUT', '/incidents/{id}/checks/answer', 'Say whether a check would have seen it')
    .input(court.answerHindsightInput)
    .output(court.hindsight),
  preview: route('POST', '/checks/preview', 'What would have happened in the last day with this setting')
    .input(previewInput)
    .output(checkPreview),
  try: route('POST', '/checks/try', 'Run a draft of a monitor once; nothing is stored')
    .input(tryInput)
    .output(tryResult),
  deploy: route('POST', '/checks/deploy', 'Make the checks of a Playwright project be these')
    .input(deployInput)
    .output(deployResult),

  runs: route('GET', '/runs', 'Runs, newest first').input(view.listRunsInput).output(view.runPage),
  readRun: route('GET', '/runs/{id}', 'One run with all it found').input(onRun).output(view.runDetail),
  cancelRun: route('POST', '/runs/{id}/cancel', 'Give up a run that has not ended')
    .input(onRun)
    .output(view.runSummary),

  secrets: route('GET', '/check-secrets', 'Names of secrets of checks; never what they are')
    .input(nothing)
    .output(z.object({ items: z.array(secretView), missing: z.array(missingSecret) })),
  putSecret: route('PUT', '/check-secrets/{name}', 'Set a secret').input(putSecretInput).output(secretView),
  deleteSecret: route('DELETE', '/check-secrets/{name}', 'Forget a secret').input(onSecret).output(nothing),

  runners: route('GET', '/runners', 'Runners and how they are')
    .input(nothing)
    .output(z.object({ items: z.array(runner) })),
  createRunner: route('POST', '/runners', 'Enrol a runner; shows its token once')
    .input(runnerInput)
    .output(runnerWithToken),
  changeRunner: route('PUT', '/runners/{id}', 'Change what a runner runs')
    .input(onRunner.extend(runnerInput.shape))
    .output(runner),
  renewRunnerToken: route('POST', '/runners/{id}/token', 'Replace the token of a runner')
    .input(onRunner)
    .output(runnerWithToken),
  decideRunnerKey: route('POST', '/runners/{id}/key', 'Accept or forget another key that came with the token')
    .input(onRunner.extend(runnerKeyDecision.shape))
    .output(runner),
  revokeRunner: route('DELETE', '/runners/{id}', 'Take a runner out of service')
    .input(onRunner)
    .output(nothing),
};
