import { messageStages } from '@fieldmarshal/contract/comms/words';
import type { Template } from './choose-template.ts';
import { draftMessage } from './draft.ts';
import { unknownFacts, type Audience, type ChannelKind, type DraftFacts, type Stage } from './facts.ts';

export interface Trial {
  readonly language: string;
  readonly audience: Audience;
  /** Null: every stage. */
  readonly stage: Stage | null;
  readonly channel: ChannelKind;
  readonly text: string;
}

/** What was found out by trying a template: one sentence each, none twice. */
export interface Tried {
  /** It cannot be used, or leaves a gap where something is not known. */
  readonly broken: readonly string[];
  /** Its own words would keep every message made of it from being approved. */
  readonly blocked: readonly string[];
}

/** By what a template is chosen. */
export function templateName({ language, audience, stage, channel }: Omit<Trial, 'text'>): string {
  return `${language}/${audience}/${channel}${stage === null ? '' : `/${stage}`}`;
}

/**
 * Makes the messages of a template of one's own, for each of its stages, of facts where everything is known and of facts where nothing is:
 * a template that cannot be used must be told when it is stored and not when a message waits. Pure.
 */
export function tryTemplate(trial: Trial): Tried {
  const own: readonly Template[] = [{ name: templateName(trial), source: trial.text }];
  const stages = trial.stage === null ? messageStages : [trial.stage];
  const found = stages.flatMap((stage) =>
    [barest, fullest].flatMap((facts) => {
      const { language, audience, channel } = trial;
      const draft = draftMessage(
        { ...facts(stage), stage, language, audience, channel },
        { own, shipped: [] },
      );
      return draft.findings;
    }),
  );
  const saying = (is: (rule: string) => boolean): string[] => [
    ...new Set(
      found
        .filter(({ rule, level }) => is(rule) && (level === 'blocking' || rule === 'template-broken'))
        .map(({ message, sentence }) => (sentence === '' ? message : `${message} (“${sentence}”)`)),
    ),
  ];
  return {
    broken: saying((rule) => faults.has(rule)),
    blocked: saying((rule) => !faults.has(rule)),
  };
}

const faults: ReadonlySet<string> = new Set(['template-broken', 'empty-slot', 'markup', 'hidden-character']);

const evidence = 'a trial';
type About = Omit<DraftFacts, 'stage' | 'language' | 'audience' | 'channel'>;

/** One application of which nothing is known. */
export function barest(): About {
  return {
    timeZone: 'Etc/UTC',
    now: '2026-01-15T10:30:00Z',
    apps: [{ ref: 'trial', publicName: 'Payments', state: 'unknown', evidence }],
    ...unknownFacts,
  };
}

function fullest(stage: Stage): About {
  const at = (value: string) => ({ value, evidence });
  return {
    ...barest(),
    apps: [
      { ref: 'trial', publicName: 'Payments', state: 'down', evidence },
      { ref: 'other', publicName: 'Accounts', state: 'slow', evidence },
    ],
    symptoms: [{ value: 'errors', evidence }],
    scope: at('Europe'),
    workaround: at('Use the app'),
    startedAt: at('2026-01-15T10:00:00Z'),
    resolvedAt: stage === 'resolved' ? at('2026-01-15T10:20:00Z') : null,
    nextUpdateAt: stage === 'resolved' ? null : at('2026-01-15T11:00:00Z'),
    customers: { value: 12, evidence },
    corrects: at('2026-01-15T10:10:00Z'),
  };
}
