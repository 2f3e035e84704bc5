import { actionStates, type Action, type Incident } from '@fieldmarshal/contract/incidents/room';
import type { TicketsOfIncident } from '@fieldmarshal/contract/tickets';
import { useState } from 'react';
import { ActionTicket } from '../../tickets/ActionTicket.tsx';
import { useTickets } from '../../tickets/tickets-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useAct } from '../incident-api.ts';
import { Panel } from '../room/Panel.tsx';
import { ActionDialog } from './ActionDialog.tsx';
import { ActionFacts } from './ActionFacts.tsx';
import { actionStateWords } from '../review/review-words.ts';

/** What is done so that it does not happen again, unfinished ones first. */
export function ActionSection({ incident }: { incident: Incident }) {
  const [open, setOpen] = useState<Action | 'new' | null>(null);
  const tickets = useTickets(incident.id);
  const actions = incident.review.actions.toSorted((a, b) => Number(isEnded(a)) - Number(isEnded(b)));
  const left = actions.filter((action) => !isEnded(action)).length;
  return (
    <Panel title="Actions" count={actions.length === 0 ? '0' : `${left} of ${actions.length} unfinished`}>
      {actions.length === 0 ? (
        <Empty>No action yet. What would have prevented it, or made it smaller?</Empty>
      ) : null}
      <ul className="review-list">
        {actions.map((action) => (
          <ActionItem
            key={action.action}
            incident={incident}
            action={action}
            tickets={tickets.data}
            onChange={() => setOpen(action)}
          />
        ))}
      </ul>
      <div className="ui-no-print">
        <Button onClick={() => setOpen('new')}>Add an action</Button>
      </div>
      {open === null ? null : (
        <ActionDialog
          incident={incident}
          action={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}

interface ActionItemProps {
  incident: Incident;
  action: Action;
  tickets: TicketsOfIncident | undefined;
  onChange: () => void;
}

function ActionItem({ incident, action, tickets, onChange }: ActionItemProps) {
  const act = useAct(incident.id);
  const { action: name, state } = action;
  return (
    <li>
      <ActionFacts action={action} />
      <div className="ui-row ui-no-print">
        <Menu
          label={actionStateWords[state]}
          aria-label={`State of action ${name}: ${actionStateWords[state]}`}
          items={actionStates
            .filter((each) => each !== state)
            .map((each) => ({
              id: each,
              label: actionStateWords[each],
              onSelect: () =>
                act.mutate({
                  path: `actions/${name}/state`,
                  body: { state: each },
                  done: `${name} is ${actionStateWords[each]}`,
                }),
            }))}
        />
        <Button look="plain" aria-label={`Change action ${name}`} onClick={onChange}>
          Change
        </Button>
        {tickets === undefined ? null : (
          <ActionTicket incidentId={incident.id} action={action} tickets={tickets} />
        )}
      </div>
    </li>
  );
}

function isEnded({ state }: Action): boolean {
  return state === 'done' || state === 'dropped';
}
