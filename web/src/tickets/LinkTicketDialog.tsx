import type { Action } from '@fieldmarshal/contract/incidents/room';
import type { TicketsOfIncident } from '@fieldmarshal/contract/tickets';
import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { useAct } from '../incidents/incident-api.ts';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';

interface LinkTicketDialogProps {
  incidentId: string;
  action: Action;
  trackers: TicketsOfIncident['trackers'];
  onClose: () => void;
}

/** Says which ticket an action has. */
export function LinkTicketDialog({ incidentId, action, trackers, onClose }: LinkTicketDialogProps) {
  const act = useAct(incidentId, { inForm: true });
  const [tracker, setTracker] = useState(trackers[0]?.name ?? '');
  const [key, setKey] = useState('');
  const save = () =>
    act.mutate(
      {
        path: `actions/${action.action}/ticket`,
        body: { ticket: { tracker, key: key.trim() } },
        done: `${action.action} has the ticket ${key.trim()}`,
      },
      { onSuccess: onClose },
    );
  return (
    <FormDialog
      size="small"
      title={`Ticket of ${action.action}`}
      verb="Link it"
      onClose={onClose}
      onSubmit={save}
      busy={act.isPending}
      missing={key.trim() === '' ? 'Type the key of the ticket' : undefined}
      error={act.error}
    >
      <Select
        label="Tracker"
        value={tracker}
        options={trackers.map(({ name, title }) => ({ value: name, label: title }))}
        onChange={setTracker}
      />
      <TextField
        label="Key"
        hint="Such as OPS-17, or kestrel/ops#17"
        data-autofocus
        maxLength={100}
        value={key}
        onChange={setKey}
      />
    </FormDialog>
  );
}
