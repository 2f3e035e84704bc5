import { sql } from 'kysely';
import { z } from 'zod';
import { defineTask, handle, retentionJob, type Handler } from '#platform';
import { removeArtefacts } from './blobs/artefact-store.ts';
import { sweepBlobs } from './blobs/blob-store.ts';
import { firstRunId } from './core/run-id.ts';

const dayMs = 86_400_000;

/** Runs go by age; ids sort by time, so the oldest are found by key. */
export const runsRetention: Handler = retentionJob('checks.retention', [
  {
    what: 'runs of checks',
    days: (config) => config.keepRunsDays,
    deleting: ({ before, limit }) => sql`
      delete from check_run where id in (
        select id from check_run where id < ${firstRunId(before.getTime())} order by id limit ${limit})`,
  },
  {
    what: 'times in which checks failed',
    days: (config) => Math.max(90, config.keepRunsDays),
    deleting: ({ before, limit }) => sql`
      delete from check_episode where id in (
        select id from check_episode where started_at < ${before} and ended_at is not null order by started_at limit ${limit})`,
  },
]);

const task = defineTask('checks.artefacts', { lane: 'chore', payload: z.unknown(), everyMs: 10 * 60_000 });

/** Artefacts go by age, and the oldest by size; bytes that nobody names follow. */
export const artefactsRetention: Handler = handle(task, async ({ env }) => {
  const { keepArtefactsDays, artefactsMiBMax } = env.config;
  const before = new Date(env.clock.now().getTime() - keepArtefactsDays * dayMs);
  const bytesMax = artefactsMiBMax * 1024 * 1024;
  const removed = await removeArtefacts(env.databases.worker, { before, bytesMax });
  if (removed > 0) env.log.info({ removed }, 'old artefacts removed');
  await sweepBlobs(env.databases.worker);
});
