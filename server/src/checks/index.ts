export { enrolForBrowsers, hasBrowserChecks } from './embedded/enrol-for-browsers.ts';
export { startEmbeddedRunner } from './embedded/embedded-runner.ts';
export { checkBroken, checkRuled, runnerTroubled, runsEnded } from './facts.ts';
export { sealedCheckSecrets } from './secrets/secret-store.ts';
export { checksHandlers } from './jobs.ts';
export {
  failingCells,
  recentRuns,
  reportsOf,
  runsLike,
  type FailingCell,
  type PastRun,
} from './read/evidence.ts';
export { readSummary } from './read/runs.ts';
export { planChecks } from './plan/plan-checks.ts';
export { checksPlugin } from './plugin.ts';
export { readWorth, type DayWorth } from './court/read-worth.ts';
export { firstRunId } from './core/run-id.ts';
export { runnerCalled } from './runners/runner-called.ts';
export { readCells } from './read/cells.ts';
export { recentVerdicts } from './read/recent-verdicts.ts';
export { cellKey, slowPasses } from './read/slow-passes.ts';
export { checksRoutes } from './routes.ts';
export { tellCheckOwner, tellOfRuling, tellRunnerOwner } from './runners/tell-owner.ts';
