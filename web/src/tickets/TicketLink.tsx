import type { Action } from '@fieldmarshal/contract/incidents/room';

/** The ticket of an action with its state in the words of the tracker. */
export function TicketLink({ ticket }: { ticket: NonNullable<Action['ticket']> }) {
  const { key, url, state } = ticket;
  return (
    <>
      {url === null ? (
        key
      ) : (
        <a href={url} rel="noreferrer">
          {key}
        </a>
      )}
      {state === null ? null : <span className="ui-quiet"> {state}</span>}
    </>
  );
}
