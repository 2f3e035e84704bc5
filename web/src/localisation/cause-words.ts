import type {
  Cause,
  CauseEvidence,
  CauseVerdict,
  FailingGroup,
} from '@fieldmarshal/contract/localisation/cause';

/** The verdict in one sentence. */
export function verdictSentence({ state, verdict }: Pick<Cause, 'state' | 'verdict'>): string {
  if (state === 'pending' || verdict === null)
    return 'Nobody looked yet; the first verdict takes a few seconds.';
  const [first, second] = verdict.suspects;
  if (state === 'none' || first === undefined)
    return state === 'none'
      ? 'There is nothing to go by: no failing check, no alert of a product, no span.'
      : 'Nothing that was seen makes any product likely to be the cause.';
  if (!verdict.clear)
    return second === undefined
      ? `Not clear. ${first.displayName} comes first (${share(first.probability)}).`
      : `Not clear: ${first.displayName} (${share(first.probability)}) or ${second.displayName} (${share(second.probability)}).`;
  const pair = verdict.pair === null ? null : verdict.suspects.slice(0, 2);
  if (pair !== null && pair.length === 2)
    return `Two causes at once: ${pair.map(({ displayName }) => displayName).join(' and ')}.`;
  return `${first.displayName} is the likely cause (${share(first.probability)}).`;
}

/** The verdict on a failing group, as short as a cell of a table. */
export function groupSentence({ clear, judgedAt, suspects: [first, second] }: FailingGroup): string {
  if (first === undefined) return judgedAt === null ? 'Nobody looked yet' : 'Nothing to go by';
  const likely = `${first.displayName} ${share(first.probability)}`;
  if (clear) return likely;
  return second === undefined
    ? `Not clear: ${likely}`
    : `Not clear: ${likely} or ${second.displayName} ${share(second.probability)}`;
}

export function share(probability: number): string {
  return probability.toFixed(2);
}

/** What speaks for a suspect, and what against, the strongest first. */
export function sides(evidence: readonly CauseEvidence[]): {
  for: CauseEvidence[];
  against: CauseEvidence[];
} {
  return { for: evidence.filter(({ nats }) => nats > 0), against: evidence.filter(({ nats }) => nats < 0) };
}

/** What the verdict rests on, in one line. */
export function basisText({ basis }: CauseVerdict): string {
  const { failingRuns, passingRuns, spans, usualSpans, alerts, changes, series, logLines = 0 } = basis;
  const of = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  return `${failingRuns} failing and ${of(passingRuns, 'passing run')}, ${of(spans, 'span')} beside ${usualSpans} usual ones, ${of(alerts, 'alert')}, ${of(changes, 'change')}, ${series} series of measurements, ${of(logLines, 'log line')}`;
}

export const answerWords = {
  confirmed: 'confirmed',
  corrected: 'named by a person',
  rejected: 'rejected: somebody else is the cause',
  unknown: 'never found',
} as const;

export const faultKindWords: Readonly<Record<string, string>> = {
  error: 'It answers with errors',
  latency: 'It is slow',
  outage: 'It is down',
  'bad-data': 'It gives wrong data',
  capacity: 'It ran out of something',
  network: 'Network',
  queue: 'A queue lags',
  deploy: 'A deploy',
  configuration: 'Configuration',
  'third-party': "Somebody else's service",
  certificate: 'A certificate',
  'flaky-test': 'The test is flaky',
  runner: 'The runner',
  other: 'Something else',
};
