import type { AppliesTo, StandardSpec } from '@fieldmarshal/contract/readiness';
import type { Fault } from '../catalog/editor/faults.ts';

/** A standard while it is edited; what has no field is kept as it was. */
export interface StandardForm {
  displayName: string;
  area: string;
  level: StandardSpec['level'];
  rung: StandardSpec['rung'];
  rule: string;
  why: string;
  fix: string;
  target: string;
  due: string;
  teams: string[];
  kept: Partial<StandardSpec>;
}

export const blankStandard: StandardForm = {
  displayName: '',
  area: '',
  level: 'must',
  rung: 'bronze',
  rule: '',
  why: '',
  fix: '',
  target: '100',
  due: '',
  teams: [],
  kept: {},
};

export function standardForm(spec: StandardSpec): StandardForm {
  return {
    displayName: spec.displayName ?? '',
    area: spec.area,
    level: spec.level,
    rung: spec.rung,
    rule: spec.rule,
    why: spec.why,
    fix: spec.fix,
    target: String(spec.target),
    due: spec.due ?? '',
    teams: spec.appliesTo.teams ?? [],
    kept: spec,
  };
}

export function standardOf(form: StandardForm) {
  const { displayName, due, kept, target, area, level, rung, rule, why, fix } = form;
  const { displayName: _, due: __, ...rest } = kept;
  return {
    ...rest,
    ...(displayName.trim() === '' ? {} : { displayName: displayName.trim() }),
    ...(due === '' ? {} : { due }),
    ...{ area, level, rung, rule, why, fix },
    target: Number(target),
    appliesTo: appliesToOf(form),
  };
}

export function appliesToOf({ teams, kept }: StandardForm): AppliesTo {
  const { teams: _, ...rest } = kept.appliesTo ?? {};
  return { ...rest, ...(teams.length === 0 ? {} : { teams }) };
}

export function missingInStandard({ area, rule, why, fix }: StandardForm): Fault[] {
  const needed = {
    rule: 'Write the rule',
    area: 'Name the area',
    why: 'Say why it matters',
    fix: 'Say how to meet it',
  };
  const given = { rule, area, why, fix };
  return (['rule', 'area', 'why', 'fix'] as const).flatMap((path) =>
    given[path].trim() === '' ? [{ path, message: needed[path] }] : [],
  );
}
