import type { ActionState } from '@fieldmarshal/contract/incidents';

/** What a tracker was sent before of an action, oldest first. */
export interface Told {
  readonly type: string;
  /** Whether it may have got there. */
  readonly arrived: boolean;
  readonly state: ActionState | null;
}

export type ToldType =
  | 'action.created'
  | 'action.changed'
  | 'action.done'
  | 'action.dropped'
  | 'action.reopened';

/** What happened to an action, as its tracker knows it: created as long as it has not been told so. */
export function toldType(
  before: readonly Told[],
  { isNew, state }: { readonly isNew: boolean; readonly state: ActionState },
): ToldType {
  const known = before.filter(({ arrived }) => arrived);
  if (known.length === 0 && (isNew || before.some(({ type }) => type === 'action.created')))
    return 'action.created';
  const was = known.at(-1)?.state ?? null;
  if (state === was) return 'action.changed';
  if (state === 'done') return 'action.done';
  if (state === 'dropped') return 'action.dropped';
  return was === 'done' || was === 'dropped' ? 'action.reopened' : 'action.changed';
}
