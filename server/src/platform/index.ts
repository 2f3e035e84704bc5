import './http/issue-language.ts';

export { assert } from './assert.ts';
export { systemClock, type Clock } from './clock.ts';
export { readConfig, unknownVariables, type Config } from './config.ts';
export { configurationReference } from './config-reference.ts';
export { lockDataDirectory } from './data-lock.ts';
export { startEmbeddedPostgres } from './db/embedded/index.ts';
export { backUpTo, restoreFrom, verifyBackup } from './db/backup/index.ts';
export { withDatabase } from './db/backup/place.ts';
export { readOnce, type Send } from './db/client-transaction.ts';
export { giveWay } from './db/give-way.ts';
export { awaitDatabase, connectFailure, connectTo } from './db/connect.ts';
export { connectionsMost, mainSizes, processName, workSizes, type PoolSizes } from './db/connections.ts';
export { openDatabases, poolConfig, type Connection, type Databases } from './db/database.ts';
export { advisoryLock } from './db/locks.ts';
export { readClockAheadS } from './db/clock-difference.ts';
export { readZoneData, type ZoneData } from './db/zone-data.ts';
export { sightOf, withoutSight, withSight, type Sight } from './db/sight.ts';
export { breakingFor, migrate, readMigrations, type Migration } from './db/migrate.ts';
export type { DB } from './db/tables.generated.ts';
export { actorKey, inTransaction, storageDown, type Tx } from './db/transaction.ts';
export { systemCtx, type Ctx, type Env } from './env.ts';
export {
  AppError,
  httpStatus,
  isStorageDown,
  isUniqueViolation,
  notFound,
  type FieldFault,
} from './errors.ts';
export { api, type ApiContext } from './http/api.ts';
export { jsonHandler } from './http/json-handler.ts';
export { artefactOrigin, isAtArtefacts } from './http/artefact-origin.ts';
export { cursorNumber } from './http/cursor.ts';
export { asAppError, invalidInput, problemType, toProblem } from './http/problem.ts';
export { checkSignedLink, signedLink } from './http/signed-link.ts';
export {
  defineFact,
  on,
  onLater,
  onRecord,
  onTogether,
  reactionHandlers,
  reactionTable,
  type Reaction,
} from './jobs/reaction.ts';
export { platformRetention, retentionJob } from './jobs/retention.ts';
export {
  beforeFinish,
  defineTask,
  handle,
  lanes,
  perLane,
  thinkingLanes,
  type Handler,
  type Lane,
} from './jobs/task.ts';
export { runJob } from './jobs/run-job.ts';
export { Worker } from './jobs/worker.ts';
export { claimTimers, timersFrom } from './jobs/timer-store.ts';
export { createLog, type Log } from './log.ts';
export {
  checkedAddresses,
  guardedFetch,
  guardedStream,
  OutboundError,
  type OutboundRequest,
  type OutboundResponse,
} from './outbound/http-client.ts';
export { configureOutbound, proxyFor, tlsOptionsFor } from './outbound/outbound-settings.ts';
export { guardedSend } from './outbound/socket.ts';
export { redacted, redactText } from './redact.ts';
export { lostSecrets, resealJob, type SealedColumn } from './jobs/reseal.ts';
export { seal, unseal } from './sealed.ts';
export { SmallHeap } from './small-heap.ts';
export { slices } from './slices.ts';
export { countDeliveryAttempt, processMetrics } from './telemetry/metrics.ts';
export { observeHttp } from './telemetry/observe-http.ts';
export { startExporting } from './telemetry/exporting.ts';
export { startTracing } from './telemetry/tracing.ts';
export {
  startLiveHub,
  type LiveGuard,
  type LiveHub,
  type LiveOver,
  type LiveWordless,
} from './realtime/hub.ts';
export { listen } from './realtime/listener.ts';
export { liveChannel, liveMessage, notifyPublisher } from './realtime/publisher.ts';
