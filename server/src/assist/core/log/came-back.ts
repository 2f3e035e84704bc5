import type { IncidentEvent } from '@fieldmarshal/contract/incidents';

/**
 * What stands in a log behind the last time that the incident came back after its end; all of it where it never did. What was the cause before
 * that was none, or not the whole of it. What was taken back must be left out before.
 */
export function sinceItCameBack<T extends { readonly type?: string }>(log: readonly T[]): readonly T[] {
  const reopened: IncidentEvent['type'] = 'reopened';
  return log.slice(log.findLastIndex(({ type }) => type === reopened) + 1);
}
