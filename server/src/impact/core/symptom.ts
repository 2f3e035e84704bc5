import type { HitState } from '@fieldmarshal/contract/impact';

/** The first that is found wins; words of people who write alert rules. */
const words: readonly (readonly [HitState, RegExp])[] = [
  [
    'wrong-data',
    /\b(wrong|corrupt\w*|mismatch\w*|inconsisten\w*|checksum|integrity|stale data|data loss)\b/i,
  ],
  ['slow', /\b(latency|slow\w*|response time|duration|took [\d.,]+ ?m?s|saturat\w*|p9[059]|lag|backlog)\b/i],
  ['down', /\b(down|unavailab\w*|unreachab\w*|outage|absent|crash\w*|not respond\w*|refused|missing)\b/i],
];

/** What an alert says of itself. */
export interface Told {
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

/** What tells of health is no data: `$.status is "failed", not "ok"`. */
const ofHealth = /(?:status|state|health\w*|ok|up|alive|ready|healthy|live\w*)["'\]]*$/i;

/** Whether a monitor had an answer in time, with other data than it expects; `reason` as a runner says it (`$.name is "A", not "B"`). */
export function isWrongAnswer(reason: string): boolean {
  const [, path = '', count] =
    /^(\$.{0,400}?) (?:is .*(?:, not (?!above |below )| and does not match )|finds (\d+) values, not )/su.exec(
      reason,
    ) ?? [];
  return path !== '' && (count !== undefined || !ofHealth.test(path));
}

/** Whether it says only that a page was not as a test expects: what it looks for may be wrong, or away. */
export function isOfPage(reason: string): boolean {
  return reason.includes('expect(');
}

/** Name and title, in words; CamelCase names of rules are words too. */
export function wordsOf({ title, labels }: Told): string {
  const name = (labels['alertname'] ?? '')
    .replaceAll(/[a-z](?=[A-Z])|[A-Z](?=[A-Z][a-z])/g, '$& ')
    .replaceAll('_', ' ');
  return `${name} ${title}`;
}
