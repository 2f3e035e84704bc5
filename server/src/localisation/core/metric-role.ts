import type { SeriesRole } from './case.ts';

const roles: readonly (readonly [RegExp, SeriesRole])[] = [
  [/error|fail|5xx|timeout|reject|dropped|exception|unavailab/i, 'errors'],
  [/duration|latency|response_?time|_p\d\d|oldest_message_age|lag_seconds/i, 'latency'],
  [
    /cpu|mem(ory)?_|_rss|heap|disk|throttl|queue|utili[sz]ation|connections|saturation|buffer|pressure|oom|descriptors/i,
    'resource',
  ],
  [
    /(requests|queries|messages|records|events|hits)(_\w+)?_(per_|total)|_per_(sec|min)|qps|rps|throughput/i,
    'load',
  ],
];

/** What a metric most likely measures, from the words that names of metrics are made of. A declared role is better than this. */
export function roleOfMetric(name: string): SeriesRole {
  return roles.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}
