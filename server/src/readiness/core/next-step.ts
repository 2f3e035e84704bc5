import { rungs, type NextStep } from '@fieldmarshal/contract/readiness';
import type { Results } from './evaluate.ts';
import type { Standard, Standards } from './standards.ts';

/**
 * Standards that the product does not meet and is not exempt from, the most pressing first: musts before shoulds, lower rungs before
 * higher ones, missed before unknown, then the earlier day, then the name.
 */
export function gapsOf({ list }: Standards, results: Results, exempt: ReadonlySet<string>): Standard[] {
  const outcome = (standard: Standard) => results.get(standard.name)?.outcome;
  const key = (standard: Standard): string => {
    const { level, rung, due } = standard.spec;
    const rank = [level === 'must' ? 0 : 1, rungs.indexOf(rung), outcome(standard) === 'missed' ? 0 : 1];
    return `${rank.join('')} ${due ?? '9999-12-31'} ${standard.name}`;
  };
  return list
    .filter((standard) => {
      const found = outcome(standard);
      return found !== undefined && found !== 'met' && !exempt.has(standard.name);
    })
    .map((standard) => ({ standard, key: key(standard) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ standard }) => standard);
}

export function nextStepOf(gap: Standard, results: Results): NextStep {
  const { displayName, fix, due } = gap.spec;
  return {
    standard: gap.name,
    displayName: displayName ?? gap.name,
    fix: (fix.trim().split('\n')[0] ?? '').slice(0, 300),
    unknown: results.get(gap.name)?.outcome === 'unknown',
    due: due ?? null,
  };
}
