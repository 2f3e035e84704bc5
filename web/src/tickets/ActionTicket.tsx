import type { Action } from '@fieldmarshal/contract/incidents/room';
import type { TicketsOfIncident } from '@fieldmarshal/contract/tickets';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Time } from '../ui/Time.tsx';
import { useAct } from '../incidents/incident-api.ts';
import { LinkTicketDialog } from './LinkTicketDialog.tsx';
import { toldWords } from './ticket-words.ts';
import './tickets.css';

interface ActionTicketProps {
  incidentId: string;
  action: Action;
  tickets: TicketsOfIncident;
}

/** Opens a ticket for an action, links one, and says what its trackers were told. Nothing where there is no tracker. */
export function ActionTicket({ incidentId, action, tickets }: ActionTicketProps) {
  const [linking, setLinking] = useState(false);
  const act = useAct(incidentId);
  const name = action.action;
  const own = tickets.actions.find((each) => each.action === name);
  if (tickets.trackers.length === 0) return null;
  return (
    <>
      {action.ticket === null ? (
        <>
          {(own?.open ?? []).map(({ tracker, title, url }) => (
            <a key={tracker} className="ticket-open" href={url} target="_blank" rel="noreferrer">
              New ticket for {name} in {title}
            </a>
          ))}
          <Button look="plain" aria-label={`Link a ticket to ${name}`} onClick={() => setLinking(true)}>
            Link a ticket
          </Button>
        </>
      ) : (
        <Button
          look="plain"
          aria-label={`Unlink the ticket of ${name}`}
          onClick={() =>
            act.mutate({
              path: `actions/${name}/ticket`,
              body: { ticket: null },
              done: `${name} has no ticket any more`,
            })
          }
        >
          Unlink the ticket
        </Button>
      )}
      <Told own={own} tickets={tickets} />
      {linking ? (
        <LinkTicketDialog
          incidentId={incidentId}
          action={action}
          trackers={tickets.trackers}
          onClose={() => setLinking(false)}
        />
      ) : null}
    </>
  );
}

type Own = TicketsOfIncident['actions'][number];

function Told({ own, tickets }: { own: Own | undefined; tickets: TicketsOfIncident }) {
  const titleOf = (tracker: string) =>
    tickets.trackers.find(({ name }) => name === tracker)?.title ?? tracker;
  return (own?.told ?? []).map((each) => {
    const { text, trouble } = toldWords(each);
    return (
      <span key={each.tracker} className={trouble ? 'ui-small' : 'ui-quiet ui-small'}>
        {titleOf(each.tracker)}: {text} (<Time at={each.at} focusable={false} />)
      </span>
    );
  });
}
