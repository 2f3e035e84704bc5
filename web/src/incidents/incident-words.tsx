import type {
  DelegationReturn,
  IncidentRole,
  IncidentState,
  TeamState,
} from '@fieldmarshal/contract/incidents/room';
import { Pill } from '../ui/Pill.tsx';
import { StateGlyph, type Progress } from '../ui/StateGlyph.tsx';

const stateWords: Readonly<Record<IncidentState, string>> = {
  triage: 'Triage',
  investigating: 'Investigating',
  identified: 'Identified',
  mitigating: 'Mitigating',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  reviewed: 'Reviewed',
};

const stateProgress: Readonly<Record<IncidentState, Progress>> = {
  triage: 'new',
  investigating: 'quarter',
  identified: 'half',
  mitigating: 'most',
  monitoring: 'watching',
  resolved: 'done',
  reviewed: 'checked',
};

export const roleWords: Readonly<Record<IncidentRole, string>> = {
  'field-marshal': 'Field Marshal',
  shadow: 'Shadow',
  communications: 'Communications',
  operations: 'Operations',
  scribe: 'Scribe',
};

export const teamStateWords: Readonly<Record<TeamState, string>> = {
  engaged: 'asked',
  paged: 'paged',
  acknowledged: 'acknowledged',
  joined: 'joined',
  working: 'working',
  done: 'done',
  declined: 'declined',
};

export const delegationReturnWords: Readonly<Record<DelegationReturn, string>> = {
  bounced: 'given back by the team',
  late: 'not taken over in time',
  recalled: 'taken back from the team',
  reopened: 'came back after its end',
};

export function stateWord(state: IncidentState): string {
  return stateWords[state];
}

export function StatePill({ state }: { state: IncidentState }) {
  return <Pill glyph={<StateGlyph progress={stateProgress[state]} />}>{stateWords[state]}</Pill>;
}
