import { join } from 'node:path';
import { z } from 'zod';
import {
  emptyCase,
  roleOfMetric,
  type Case,
  type Change,
  type LogPattern,
  type Series,
} from '@fieldmarshal/server/localisation';
import { readGz } from './files.ts';
import { listOf, mapped } from './lenient.ts';
import type { SetCase } from './set-case.ts';
import { unread } from './unread.ts';

const text = z.string();
const span = z.object({
  trace_id: text,
  span_id: text,
  parent_id: text.nullish(),
  service: text,
  name: text,
  start: text,
  duration_ms: z.number(),
  status: text.nullish(),
});
// What an incident does not have, or has in another shape, is left out; the rest of it can still be answered.
const row = z.object({
  case_id: text,
  alert: z.object({
    service: text,
    metric: text.catch(''),
    fired_at: text,
    monitor: text.nullish().catch(null),
    summary: text.nullish().catch(null),
    detail: text.nullish().catch(null),
  }),
  commits: listOf(
    z.object({
      sha: text,
      timestamp: text.catch(''),
      message: text.catch(''),
      files_changed: z.array(text).nullish().catch(null),
      diff: text.nullish().catch(null),
    }),
  ),
  deploys: listOf(z.object({ timestamp: text, service: text, commit_sha: text })),
  flags: listOf(z.object({ timestamp: text, flag: text, service: text.nullish() })),
  traces: listOf(span),
  patterns: listOf(
    z.object({
      signature: text,
      service: text,
      count: z.number(),
      delta_vs_baseline: z.union([text, z.number()]),
      sentiment: text,
    }),
  ),
  metrics: z
    .record(text, z.unknown())
    .catch({})
    .transform((record) => mapped(record, listOf(z.tuple([text, z.number().nullable().catch(null)])))),
  status_feed: z.unknown().optional(),
});
type Row = z.infer<typeof row>;
const file = z.object({ cases: z.array(z.unknown()) });

/** Incidents with changes: which commit did it, or none. */
export function readRootCauseBench(dir: string): SetCase[] {
  const { cases } = file.parse(readGz(join(dir, 'cases.json.gz')));
  return cases.flatMap((content): SetCase[] => {
    const one = row.safeParse(content).data;
    const found = one === undefined ? unread(content) : [{ id: one.case_id, input: toCase(one) }];
    return found.map((each) => ({ ...each, asks: 'change' }));
  });
}

function toCase(one: Row): Case {
  const series = Object.entries(one.metrics).map(([key, values]): Series => {
    const [product = '', name = ''] = key.split('|');
    const at = values.map(([time]) => Date.parse(time));
    return {
      product,
      role: roleOfMetric(name),
      name,
      at,
      value: values.map(([, value]) => value),
      usual: [],
    };
  });
  const names = new Set([
    one.alert.service,
    ...one.deploys.map(({ service }) => service),
    ...series.map(({ product }) => product),
    ...one.traces.map(({ service }) => service),
    ...one.patterns.map(({ service }) => service),
  ]);
  const at = Date.parse(one.alert.fired_at);
  const empty = emptyCase(
    [...names].map((id) => ({ id, kind: 'product' as const })),
    [],
    at,
  );
  const { service: product, summary, detail, metric, monitor } = one.alert;
  return {
    ...empty,
    symptom: { product, kind: null, at, text: [metric, monitor, summary, detail].filter(Boolean).join(' ') },
    now: { spans: spansOf(one.traces), logs: one.patterns.flatMap(patternOf) },
    series,
    changes: [...one.commits.map((commit) => changeOf(commit, one.deploys)), ...one.flags.map(flagOf)],
    thirdParties: statusOf(one.status_feed),
  };
}

function patternOf({
  signature,
  service,
  count,
  delta_vs_baseline: delta,
  sentiment,
}: Row['patterns'][number]): LogPattern[] {
  const isNew = Number(delta) > 0;
  return [
    {
      product: service,
      template: signature,
      level: isNew && sentiment === 'negative' ? 'error' : 'info',
      count,
    },
  ];
}

function changeOf(
  { sha, timestamp, message, files_changed: paths, diff }: Row['commits'][number],
  deploys: Row['deploys'],
): Change {
  const deploy = deploys.find(({ commit_sha: commit }) => commit === sha);
  return {
    id: sha,
    product: deploy?.service ?? null,
    kind: deploy === undefined ? 'commit' : 'deploy',
    at: Date.parse(deploy?.timestamp ?? timestamp),
    text: message,
    paths: paths ?? [],
    difference: diff ?? null,
  };
}

function flagOf({ timestamp, flag, service }: Row['flags'][number]): Change {
  return {
    id: `flag:${flag}`,
    product: service ?? null,
    kind: 'flag',
    at: Date.parse(timestamp),
    text: flag,
    paths: [],
    difference: null,
  };
}

function spansOf(traces: Row['traces']): Case['now']['spans'] {
  const position = new Map(traces.map(({ trace_id: trace, span_id: id }, at) => [`${trace}/${id}`, at]));
  const numbers = new Map<string, number>();
  for (const { trace_id: trace } of traces) if (!numbers.has(trace)) numbers.set(trace, numbers.size);
  return {
    trace: traces.map(({ trace_id: trace }) => numbers.get(trace) ?? -1),
    parent: traces.map(({ trace_id: trace, parent_id: parent }) => position.get(`${trace}/${parent}`) ?? -1),
    product: traces.map(({ service }) => service),
    operation: traces.map(({ name }) => name),
    startUs: traces.map(({ start }) => Date.parse(start) * 1000),
    durationUs: traces.map(({ duration_ms: ms }) => ms * 1000),
    failed: traces.map(({ status }) => status === 'ERROR'),
  };
}

/** The format of the feed is free: what says of itself that it is not well counts as down. */
function statusOf(feed: unknown): Case['thirdParties'] {
  const said = JSON.stringify(feed ?? []);
  const isDown =
    /outage|degraded|investigating|incident|disruption|elevated/i.test(said) &&
    !/all systems operational/i.test(said);
  return said.length > 4 ? [{ name: 'A third party', isDown }] : [];
}
