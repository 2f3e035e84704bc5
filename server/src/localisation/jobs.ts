import { z } from 'zod';
import { sql } from 'kysely';
import { defineTask, handle, retentionJob, type Handler } from '#platform';
import { sweepCauses } from './judge/ask.ts';
import { judge } from './judge/judge.ts';
import { judgeTask } from './judge/mark.ts';
import { fitAsked } from './refit/fit.ts';
import { fitTask } from './refit/task.ts';
import { sweepSpans } from './spans/sweep-spans.ts';

const sweepTask = defineTask('localisation.sweep', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 30_000,
});

const spanSweepTask = defineTask('localisation.spans', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 60_000,
});

/** Trouble is looked at beside the hour before it; what a verdict rested on is kept with it. */
const linesKeptDays = 1;

/** Paths go with their runs, verdicts and what people said of them much later: they are the record. */
const retention = retentionJob('localisation.retention', [
  {
    what: 'paths of runs',
    days: (config) => config.keepRunsDays,
    deleting: ({ before, limit }) => sql`
      delete from run_path where run_id in (
        select run_id from run_path where started_at < ${before} order by run_id limit ${limit})`,
  },
  {
    what: 'spans',
    days: (config) => config.keepSpansDays,
    deleting: ({ before, limit }) => sql`
      delete from trace_span where (trace_id, span_id) in (
        select trace_id, span_id from trace_span where received_at < ${before} limit ${limit})`,
  },
  {
    what: 'calls that are no longer seen',
    days: (config) => config.keepRunsDays,
    deleting: ({ before, limit }) => sql`
      delete from call_seen where (caller, callee, environment) in (
        select caller, callee, environment from call_seen where last_at < ${before} limit ${limit})`,
  },
  {
    what: 'counts of log patterns',
    days: () => linesKeptDays,
    deleting: ({ before, limit }) => sql`
      delete from log_count where (environment, minute, pattern) in (
        select environment, minute, pattern from log_count where minute < ${before} limit ${limit})`,
  },
  {
    what: 'log patterns that are no longer written',
    days: (config) => config.keepSpansDays,
    deleting: ({ before, limit }) => sql`
      delete from log_pattern where id in (
        select id from log_pattern p where last_at < ${before} and not exists (select from log_count where pattern = p.id) limit ${limit})`,
  },
  {
    what: 'counts of log lines',
    days: (config) => config.keepRunsDays,
    deleting: ({ before, limit }) => sql`
      delete from line_count where (integration, hour) in (
        select integration, hour from line_count where hour < ${before} limit ${limit})`,
  },
  {
    what: 'counts of spans',
    days: (config) => config.keepRunsDays,
    deleting: ({ before, limit }) => sql`
      delete from span_count where (integration, hour) in (
        select integration, hour from span_count where hour < ${before} limit ${limit})`,
  },
  {
    what: 'evidence of verdicts',
    days: (config) => config.keepRunsDays,
    deleting: ({ before, limit }) => sql`
      update cause_verdict v set evidence = null where (case_id, version) in (
        select w.case_id, w.version from cause_verdict w join cause_case c on c.id = w.case_id
        where w.at < ${before} and w.evidence is not null and ((c.kind = 'failing' and c.answer is null) or w.version < c.version)
        limit ${limit})`,
  },
  {
    what: 'causes',
    days: (config) => config.keepAlertsDays,
    deleting: ({ before, limit }) => sql`
      delete from cause_case where id in (select id from cause_case where closed_at < ${before} limit ${limit})`,
  },
  {
    what: 'causes of failing groups of which nobody said anything',
    days: (config) => config.keepRunsDays,
    deleting: ({ before, limit }) => sql`
      delete from cause_case where id in (
        select id from cause_case where kind = 'failing' and answer is null and closed_at < ${before} limit ${limit})`,
  },
]);

export const localisationHandlers: readonly Handler[] = [
  handle(judgeTask, judge),
  handle(fitTask, fitAsked),
  handle(sweepTask, sweepCauses),
  handle(spanSweepTask, sweepSpans),
  retention,
];
