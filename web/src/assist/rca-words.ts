import type { Dismissal, RcaFlag, RcaModelCard } from '@fieldmarshal/contract/rca';

export const dismissalWords: Readonly<Record<Dismissal, string>> = {
  'known-cause': 'The cause is known and understood',
  'already-analysed': 'It was analysed already',
  'too-small': 'Too small to be worth it',
  'outside-our-control': 'Outside of what we control',
  other: 'Something else',
};

export const decisionWords: Readonly<Record<RcaFlag['decision'], string>> = {
  rule: 'Flagged by rule',
  score: 'Flagged by score',
  'over-budget': 'Not flagged: the week was full',
  below: 'Not flagged',
};

export const featureWords: Readonly<Record<RcaModelCard['weights'][number]['feature'], string>> = {
  severity: 'Severity',
  duration: 'How long it lasted',
  updates: 'Updates in the log',
  cadence: 'How often it was told about',
  'noticed-late': 'How late it was noticed',
  products: 'Products hit',
  places: 'Environments hit',
  'repeats-20': 'Same product within 20 days',
  'repeats-90': 'Same product within 90 days',
  teams: 'Teams involved',
  responders: 'People involved',
  'found-by-people': 'Found by people before an alert',
  'cause-unknown': 'Cause unknown at the end',
  intervened: 'Rollback, failover or reroute',
  reopened: 'Came back after it was resolved',
  'new-kind': 'Nothing similar on record',
};

export function percent(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)}%`;
}
