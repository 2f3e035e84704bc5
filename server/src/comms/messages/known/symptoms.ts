import type { NoticedFact, Symptom } from '../../core/facts.ts';
import { worstFirst, type Hit } from './hits.ts';

const symptomOf: Readonly<Record<Hit['state'], Symptom | null>> = {
  down: 'unavailable',
  'wrong-data': 'wrong-data',
  degraded: 'degraded',
  slow: 'slow',
  unknown: null,
};

/**
 * The worst first, each with what cannot be done, as far as it has a public name. An application that is degraded by a workflow of it shows
 * nothing else to users than that workflow does.
 */
export function symptomsOf(rows: readonly Hit[]): NoticedFact[] {
  const shown = new Set(
    rows.flatMap(({ kind, state, application }) =>
      kind === 'workflow' && symptomOf[state] !== null ? [application] : [],
    ),
  );
  return worstFirst(rows).flatMap(({ kind, name, state, publicName, evidence }) => {
    const value = symptomOf[state];
    if (value === null || kind === 'environment') return [];
    if (kind === 'application' && state === 'degraded' && shown.has(name)) return [];
    return [{ value, evidence, ...(kind === 'workflow' && publicName !== null ? { of: publicName } : {}) }];
  });
}
