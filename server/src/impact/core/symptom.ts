import type { HitState } from '@fieldmarshal/contract/impact';

/** The first that is found wins; words of people who write alert rules. */
const words: readonly (readonly [HitState, RegExp])[] = [
  [
    'wrong-data',
    /\b(wrong|corrupt\w*|mismatch\w*|inconsisten\w*|checksum|integrity|stale data|data loss)\b/i,
  ],
  ['slow', /\b(latency|slow\w*|response time|duration|saturat\w*|p9[059]|lag|backlog)\b/i],
  ['down', /\b(down|unavailab\w*|unreachab\w*|outage|absent|crash\w*|not respond\w*|refused|missing)\b/i],
];

interface Told {
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** How something is hit, from what an alert says of it: its label `symptom`, else words of its name and title; degraded without any. */
export function symptomOf({ title, labels }: Told): HitState {
  const label = labels['symptom']?.trim().toLowerCase().replaceAll(' ', '-');
  if (label === 'down' || label === 'degraded' || label === 'slow' || label === 'wrong-data') return label;
  const text = wordsOf({ title, labels });
  return words.find(([, pattern]) => pattern.test(text))?.[0] ?? 'degraded';
}

const ahead =
  /\b(about to|going to|expir(?:es|y|ing|ation)|filling up|fills up|runs? out of|running out|running low|predict\w*|forecast\w*|will (?:be|expire|end|fill|run|reach|exceed|cross)|more and more (?:memory|disk)|(?:almost|nearly|soon) full)\b/i;
const already = /\b(expired|has run out|ran out|is full|fail\w*|error\w*)\b/i;

/**
 * Whether an alert tells of what is to come, while everything works: its label `symptom` says `ahead`, or its words do (a certificate that
 * expires, a disk that fills up). What our own checks see coming always is.
 */
export function isAhead({ title, labels }: Told): boolean {
  const label = labels['symptom']?.trim().toLowerCase();
  if (label !== undefined && label !== '') return label === 'ahead';
  if (labels['alertname'] === 'CheckImminent') return true;
  const text = wordsOf({ title, labels });
  return ahead.test(text) && !already.test(text) && !words.some(([, pattern]) => pattern.test(text));
}

/** CamelCase names of rules are words too. */
function wordsOf({ title, labels }: Told): string {
  const name = (labels['alertname'] ?? '').replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
  return `${name} ${title}`;
}
