export { enrolForBrowsers, hasBrowserChecks } from './embedded/enrol-for-browsers.ts';
export { startEmbeddedRunner } from './embedded/embedded-runner.ts';
export { checkBroken, runnerTroubled } from './facts.ts';
export { checksHandlers } from './jobs.ts';
export { planChecks } from './plan/plan-checks.ts';
export { checksPlugin } from './plugin.ts';
export { checksRoutes } from './routes.ts';
export { tellCheckOwner, tellRunnerOwner } from './runners/tell-owner.ts';
