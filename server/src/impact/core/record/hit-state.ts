import type { HitState, ImpactState } from '@fieldmarshal/contract/impact';

/** How it is hit, as far as that is known. */
export function hitStateOf(state: ImpactState): HitState | null {
  return state === 'unknown' || state === 'ok' ? null : state;
}
