import type { RunnerView } from '@fieldmarshal/contract/checks/runner';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { sendJson } from '../../app/http.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Confirm } from '../../ui/Confirm.tsx';
import { showToast } from '../../ui/toast.ts';
import { TokenDialog, type Enrolled } from './EnrolDialog.tsx';
import { RunnerFields } from './RunnerFields.tsx';
import { formOf, runnerBody } from './runner-form.ts';

interface DialogProps {
  runner: RunnerView;
  onClose: () => void;
}

/** What a runner runs, where it stands and who keeps it. */
export function ChangeDialog({ runner, onClose }: DialogProps) {
  const [form, setForm] = useState(() => formOf(runner));
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: async () =>
      sendJson('PUT', `/api/v1/runners/${runner.id}`, { body: runnerBody(form, runner) }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries();
    },
  });
  return (
    <FormDialog
      title={`Change ${runner.name}`}
      verb="Save"
      onClose={onClose}
      onSubmit={() => change.mutate()}
      busy={change.isPending}
      error={change.error}
    >
      <RunnerFields form={form} onChange={setForm} />
      {runner.key === null ? null : (
        <p className="ui-quiet">
          It is known by the key <span className="ui-mono">{runner.key.fingerprint}</span>, which it prints
          when it starts.
        </p>
      )}
    </FormDialog>
  );
}

/** A new token, where the old one is lost or known to others. */
export function RenewDialog({ runner, onClose }: DialogProps) {
  const client = useQueryClient();
  const renew = useMutation({
    mutationFn: async () => sendJson<Enrolled>('POST', `/api/v1/runners/${runner.id}/token`, {}),
    onSuccess: async () => client.invalidateQueries(),
    onError: (error) => showToast({ text: sentenceOf(error) }),
  });
  if (renew.data !== undefined)
    return <TokenDialog title={`A new token for ${runner.name}`} enrolled={renew.data} onClose={onClose} />;
  return (
    <Confirm
      title={`Give ${runner.name} a new token?`}
      open
      verb="Make a new token"
      busy={renew.isPending}
      onConfirm={() => renew.mutate()}
      onClose={onClose}
    >
      The old one is refused from then on. Until the runner is started with the new one it takes no work; what
      it holds back it keeps, and delivers then.
    </Confirm>
  );
}
