import type { CauseAnswer } from '@fieldmarshal/contract/localisation/cause';
import type { Answer } from './cause-api.ts';

interface Given {
  readonly cause: string;
  readonly faultKind: string;
  readonly note: string;
}

/** What is sent: `product:search`, `test:`, `environment:` or `unknown` as chosen. */
export function answerOf({ cause, faultKind, note }: Given): Answer {
  const rest = { ...(faultKind === '' ? {} : { faultKind }), note };
  if (cause === 'unknown') return { answer: 'unknown', ...rest };
  const [kind = '', name = ''] = cause.split(':');
  const named = kind === 'test' || kind === 'environment' ? kind : 'product';
  return { answer: 'corrected', cause: { kind: named, name }, ...rest };
}

/**
 * What is sent where the cause may stay as it was named before: nothing where nothing is said, and where only what was wrong with it is
 * new, the answer of before with that. `'no cause'`: what was wrong is chosen, but nobody was ever named.
 */
export function answerBeside(before: CauseAnswer | null, given: Given): Answer | 'no cause' | null {
  if (given.cause !== '') return answerOf(given);
  if (given.faultKind === '') return null;
  if (before?.cause == null) return 'no cause';
  const { answer, cause, note, version } = before;
  return { answer, cause, note, faultKind: given.faultKind, ...(version === undefined ? {} : { version }) };
}
