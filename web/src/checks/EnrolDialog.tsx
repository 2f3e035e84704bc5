import type { RunnerView } from '@fieldmarshal/contract/checks/runner';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { sendJson } from '../app/http.ts';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';

interface Enrolled {
  runner: RunnerView;
  token: string;
}

/** Enrols a runner; its token is shown once. */
export function EnrolDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [place, setPlace] = useState('');
  const [owner, setOwner] = useState('');
  const teams = useObjectOptions('Team');
  const client = useQueryClient();
  const enrol = useMutation({
    mutationFn: async () =>
      sendJson<Enrolled>('POST', '/api/v1/runners', {
        body: { name, place, ...(owner === '' ? {} : { owner }) },
      }),
    onSuccess: async () => client.invalidateQueries(),
  });
  if (enrol.data !== undefined)
    return (
      <Dialog
        open
        title={`${enrol.data.runner.name} is enrolled`}
        onClose={onClose}
        footer={
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <p>This token is shown once. It lets the runner take and report runs, and nothing else.</p>
        <CodeBlock title="Token" code={enrol.data.token} />
      </Dialog>
    );
  return (
    <Dialog
      open
      title="Enrol a runner"
      onClose={onClose}
      onSubmit={() => enrol.mutate()}
      footer={
        <Button look="primary" type="submit" busy={enrol.isPending}>
          Enrol
        </Button>
      }
    >
      <div className="ui-stack">
        <TextField label="Name" value={name} onChange={setName} required />
        <TextField
          label="Place"
          hint="Where it stands, such as london"
          value={place}
          onChange={setPlace}
          required
        />
        <Select
          label="Told when something is wrong with it"
          value={owner}
          options={[{ value: '', label: 'Administrators' }, ...teams]}
          onChange={setOwner}
        />
        <FailureNote error={enrol.error} />
      </div>
    </Dialog>
  );
}
