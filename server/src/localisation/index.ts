export { causeChanged } from './facts.ts';
export { takeInRuns } from './evidence/take-in-runs.ts';
export { closeCause, lookAgain, lookForCause } from './judge/ask.ts';
export { localisationHandlers } from './jobs.ts';
export { readVerdict } from './read/read-cause.ts';
export { localisationRoutes } from './routes.ts';
export { loadAccess, sealedMetricsAccess, storeAccess, type SourceKind } from './sources/access.ts';
export { queryRange } from './evidence/query-range.ts';
export { otlpPlugin } from './otlp/plugin.ts';
