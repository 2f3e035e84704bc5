import type { Action } from '@fieldmarshal/contract/incidents/room';
import { TicketLink } from '../../tickets/TicketLink.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { isOverdue } from './action-day.ts';
import { actionStateWords, aimWords } from '../review/review-words.ts';

/** One action in words: what, for what, who, by when, how far. */
export function ActionFacts({ action }: { action: Action }) {
  const { title, aim, owner, team, dueOn, state, ticket, note, factor } = action;
  const who = owner?.name ?? (team === null ? 'nobody yet' : `team ${team}`);
  return (
    <div>
      <div>
        <span className="ui-mono">{action.action}</span> {title}
      </div>
      <div className="ui-quiet ui-small">
        {aimWords[aim]}
        {factor === null ? '' : ` (${factor})`} · {who} · {dueOn === null ? 'no day' : `due ${dueOn}`} ·{' '}
        {actionStateWords[state]}
        {note === '' ? '' : `: ${note}`} {isOverdue(action) ? <Pill>overdue</Pill> : null}
        {ticket === null ? null : (
          <>
            {' · '}
            <TicketLink ticket={ticket} />
          </>
        )}
      </div>
    </div>
  );
}
