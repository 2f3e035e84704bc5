import { sql } from 'kysely';
import { z } from 'zod';
import { defineTask, handle, retentionJob, type Handler } from '#platform';
import { probeRunbooks } from './ambush/probe-runbooks.ts';
import { tendAmbushes } from './ambush/tend-ambushes.ts';
import { collectMeasures } from './collect/collect-measures.ts';
import { sendDigests } from './digest.ts';
import { fetchMeasures } from './fetch-measures.ts';

const minuteMs = 60_000;
const none = z.unknown();

const collectTask = defineTask('readiness.collect', { lane: 'chore', payload: none, everyMs: 5 * minuteMs });
const fetchTask = defineTask('readiness.fetch', { lane: 'chore', payload: none, everyMs: 5 * minuteMs });
const digestTask = defineTask('readiness.digest', { lane: 'chore', payload: none, everyMs: 60 * minuteMs });
const ambushTask = defineTask('readiness.ambush', { lane: 'chore', payload: none, everyMs: minuteMs });
const probeTask = defineTask('readiness.probe', { lane: 'chore', payload: none, everyMs: 15 * minuteMs });

const changesKeptDays = 400;

export const readinessHandlers: readonly Handler[] = [
  handle(collectTask, collectMeasures),
  handle(fetchTask, fetchMeasures),
  handle(digestTask, sendDigests),
  handle(ambushTask, async (ctx) => tendAmbushes(ctx)),
  handle(probeTask, probeRunbooks),
  retentionJob('readiness.retention', [
    {
      what: 'changes of readiness',
      days: () => changesKeptDays,
      deleting: ({ before, limit }) => sql`
        delete from readiness_change where id in (select id from readiness_change where at < ${before} order by id limit ${limit})`,
    },
    {
      what: 'test pages',
      days: () => changesKeptDays,
      deleting: ({ before, limit }) => sql`
        delete from ambush where id in (select id from ambush where asked_at < ${before} order by asked_at limit ${limit})`,
    },
    {
      what: 'days of readiness',
      days: () => changesKeptDays,
      deleting: ({ before, limit }) => sql`
        delete from readiness_day where (scope, name, day) in (
          select scope, name, day from readiness_day where day < ${before}::date limit ${limit})`,
    },
  ]),
];
