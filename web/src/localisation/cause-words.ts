import { counted } from '@fieldmarshal/contract/text/counted';
import type {
  Cause,
  CauseBrief,
  CauseCandidate,
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
  const both = pairOf(verdict);
  if (both.length === 2)
    return `Two causes at once: ${both.map(({ displayName, probability }) => `${displayName} (${share(probability)})`).join(' and ')}.`;
  const likely = `${first.displayName} is the likely cause (${share(first.probability)})`;
  return second !== undefined && second.probability >= worthSaying
    ? `${likely}; perhaps ${second.displayName} too, or instead (${share(second.probability)}).`
    : `${likely}.`;
}

/** From this probability on a second suspect is named in the sentence. */
const worthSaying = 0.2;

function pairOf({ pair, suspects }: CauseVerdict) {
  return (pair ?? []).flatMap(
    ({ kind, name }) => suspects.find((suspect) => suspect.kind === kind && suspect.name === name) ?? [],
  );
}

/** What people named as the cause; `nameOf` gives the display name of a product. */
export function candidateName({ kind, name }: CauseCandidate, nameOf: (name: string) => string): string {
  if (kind === 'test') return 'the test itself';
  return kind === 'environment' ? 'the runner or its surroundings' : nameOf(name);
}

/** What an incident is put down to, as short as a cell of a table; what people say goes before the verdict. */
export function briefText(
  { clear, suspects: [first], answer }: CauseBrief,
  nameOf: (name: string) => string,
): string {
  const said = answer?.cause ?? null;
  if (said !== null) {
    const name =
      said.kind === first?.kind && said.name === first.name ? first.displayName : candidateName(said, nameOf);
    return `${name}, ${answer?.answer === 'confirmed' ? 'confirmed' : 'named by a person'}`;
  }
  if (answer?.answer === 'unknown') return 'Never found';
  if (answer?.answer === 'rejected') return 'Verdict rejected';
  if (first === undefined) return 'Nothing to go by';
  return `${first.displayName} ${share(first.probability)}${clear ? '' : ', not clear'}`;
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
  const { droppedSpans } = basis;
  return `${failingRuns} failing and ${counted(passingRuns, 'passing run')}, ${counted(spans, 'span')} beside ${usualSpans} usual ones, ${counted(alerts, 'alert')}, ${counted(changes, 'change')}, ${series} series of measurements, ${counted(logLines, 'log line')}${droppedSpans === 0 ? '' : `; ${counted(droppedSpans, 'span')} made no sense, came twice or ${droppedSpans === 1 ? 'is' : 'are'} of no product and ${droppedSpans === 1 ? 'was' : 'were'} left out`}`;
}

export const answerWords = {
  confirmed: 'confirmed',
  corrected: 'named by a person',
  rejected: 'rejected: somebody else is the cause',
  unknown: 'never found',
} as const;

/** What each kind of evidence is called where it had nothing to go by, or is weighed. */
const witnessWords: Readonly<Record<string, string>> = {
  'failing-step': 'the step that failed',
  requests: 'requests of the failing run',
  'failed-spans': 'failed spans',
  'broken-flow': 'requests that end early',
  silence: 'products that fell silent',
  'span-time': 'time in spans',
  spectrum: 'which runs fail',
  'other-runs': 'the test and the runner',
  alerts: 'alerts',
  'lost-time': 'lost time',
  'lost-requests': 'lost requests',
  resources: 'what is used up',
  logs: 'logs',
  changed: 'recent changes',
  'other-places': 'other environments',
  'third-parties': "somebody else's services",
  'past-causes': 'past causes',
};

export function witnessName(witness: string): string {
  return witnessWords[witness] ?? witness;
}

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
