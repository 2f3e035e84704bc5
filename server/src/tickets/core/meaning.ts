import type { ActionState } from '@fieldmarshal/contract/incidents';
import type { TrackerSpec } from '@fieldmarshal/contract/tickets';

/** What Jira, GitHub and GitLab call it out of the box. */
const usual: Readonly<Record<ActionState, readonly string[]>> = {
  open: ['open', 'opened', 'reopened', 'to do', 'todo', 'new', 'backlog', 'selected for development'],
  doing: ['doing', 'in progress', 'in review', 'started'],
  done: ['done', 'closed', 'completed', 'complete', 'resolved', 'fixed'],
  dropped: [
    "won't do",
    "won't fix",
    'wontfix',
    'not planned',
    'not_planned',
    'duplicate',
    'declined',
    'cancelled',
    'canceled',
  ],
};
const order: readonly ActionState[] = ['open', 'doing', 'done', 'dropped'];

/** What a tracker's word for a state is for an action; null for a word that nobody gave a meaning. What the file says wins. */
export function meaningOf(states: TrackerSpec['states'], word: string): ActionState | null {
  const isIt = (words: readonly string[] | undefined): boolean =>
    words?.some((each) => each.toLowerCase() === word.trim().toLowerCase()) ?? false;
  return (
    order.find((each) => isIt(states[each])) ??
    order.find((each) => states[each] === undefined && isIt(usual[each])) ??
    null
  );
}
