import type { InitiativeSpec } from '@fieldmarshal/contract/readiness';
import type { Fault } from '../../catalog/editor/faults.ts';

/** An initiative while it is edited; what has no field is kept as it was. */
export interface InitiativeForm {
  displayName: string;
  why: string;
  standards: string[];
  teams: string[];
  start: string;
  due: string;
  owner: string;
  kept: Partial<InitiativeSpec>;
}

export function blankInitiative(today: string): InitiativeForm {
  return { displayName: '', why: '', standards: [], teams: [], start: today, due: '', owner: '', kept: {} };
}

export function initiativeForm(spec: InitiativeSpec): InitiativeForm {
  const { displayName = '', why, standards, appliesTo, start, due, owner = '' } = spec;
  return { displayName, why, standards, teams: appliesTo.teams ?? [], start, due, owner, kept: spec };
}

export function initiativeOf({
  displayName,
  teams,
  owner,
  kept,
  why,
  standards,
  start,
  due,
}: InitiativeForm) {
  const { displayName: _, owner: __, appliesTo, ...rest } = kept;
  const { teams: ___, ...chosen } = appliesTo ?? {};
  return {
    ...rest,
    ...(displayName.trim() === '' ? {} : { displayName: displayName.trim() }),
    ...(owner === '' ? {} : { owner }),
    ...{ why, standards, start, due },
    appliesTo: { ...chosen, ...(teams.length === 0 ? {} : { teams }) },
  };
}

export function missingInInitiative({ why, standards, start, due }: InitiativeForm): Fault[] {
  const missing = (path: string, isMissing: boolean, message: string): Fault[] =>
    isMissing ? [{ path, message }] : [];
  return [
    ...missing('why', why.trim() === '', 'Say what it is for'),
    ...missing('standards', standards.length === 0, 'Choose at least one standard'),
    ...missing('start', start === '', 'Say from which day on'),
    ...missing('due', due === '', 'Say until which day'),
    ...missing('due', due !== '' && due <= start, 'Must be after the day it begins'),
  ];
}
