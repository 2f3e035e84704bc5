import type { IncidentSummary } from '@fieldmarshal/contract/incidents/room';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { sendJson } from '../app/http.ts';
import { alertsOfGroup } from '../signals/signal-api.ts';
import { Select } from '../ui/Select.tsx';
import type { FiringGroup } from './now-api.ts';

interface LinkGroupDialogProps {
  group: Pick<FiringGroup, 'id' | 'title' | 'environment'> & {
    /** Where it is no group of alerts by that id. */
    alerts?: () => Promise<{ alert: string; title: string }[]>;
  };
  incidents: readonly IncidentSummary[];
  onClose: () => void;
}

/** Puts the open alerts of a group into an incident that is open already. */
export function LinkGroupDialog({ group, incidents: open, onClose }: LinkGroupDialogProps) {
  const navigate = useNavigate();
  // In the room of a drill nobody would look after a real alert.
  const incidents = open.filter(({ drill }) => !drill);
  const [into, setInto] = useState(
    incidents.find(({ environment }) => environment === group.environment)?.id ?? '',
  );
  const link = useMutation({
    mutationFn: async () => {
      for (const alert of await (group.alerts?.() ?? alertsOfGroup(group.id)))
        await sendJson('POST', `/api/v1/incidents/${into}/alerts`, { body: alert });
    },
    onSuccess: async () => {
      onClose();
      await navigate({ to: '/incidents/$id', params: { id: into } });
    },
  });
  const missing =
    incidents.length === 0 ? 'No incident is open' : into === '' ? 'Choose an incident' : undefined;
  return (
    <FormDialog
      size="small"
      title="Link to an incident"
      verb="Link"
      onClose={onClose}
      onSubmit={() => link.mutate()}
      busy={link.isPending}
      missing={missing}
      error={link.error}
    >
      <p>{group.title}</p>
      <Select
        label="Belongs to"
        placeholder="Choose an open incident"
        options={incidents.map(({ id, title }) => ({ value: id, label: `${id} ${title}` }))}
        value={into}
        onChange={setInto}
      />
    </FormDialog>
  );
}
