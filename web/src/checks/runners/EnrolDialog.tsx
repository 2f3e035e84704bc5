import type { RunnerView } from '@fieldmarshal/contract/checks/runner';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { sendJson } from '../../app/http.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { RunnerFields } from './RunnerFields.tsx';
import { newRunner, runnerBody } from './runner-form.ts';

export interface Enrolled {
  runner: RunnerView;
  token: string;
}

/** Enrols a runner; its token is shown once. */
export function EnrolDialog({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState(newRunner);
  const client = useQueryClient();
  const enrol = useMutation({
    mutationFn: async () => sendJson<Enrolled>('POST', '/api/v1/runners', { body: runnerBody(form) }),
    onSuccess: async () => client.invalidateQueries(),
  });
  if (enrol.data !== undefined)
    return (
      <TokenDialog title={`${enrol.data.runner.name} is enrolled`} enrolled={enrol.data} onClose={onClose} />
    );
  return (
    <FormDialog
      title="Enrol a runner"
      verb="Enrol"
      onClose={onClose}
      onSubmit={() => enrol.mutate()}
      busy={enrol.isPending}
      error={enrol.error}
    >
      <RunnerFields form={form} onChange={setForm} />
    </FormDialog>
  );
}

interface TokenDialogProps {
  title: string;
  enrolled: Enrolled;
  onClose: () => void;
}

/** The one time that a token is shown, and what to do with it. */
export function TokenDialog({ title, enrolled: { token }, onClose }: TokenDialogProps) {
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="ui-stack">
        <p>This token is shown once. It lets the runner take and report runs, and nothing else.</p>
        <CodeBlock title="Token" code={token} />
        <p>On the machine where it is to run, which only needs to reach this address:</p>
        <CodeBlock
          title="Start it"
          code={`FIELDMARSHAL_RUNNER_TOKEN=${token} fieldmarshal runner --url ${location.origin} --data /var/lib/fieldmarshal-runner`}
        />
      </div>
    </Dialog>
  );
}
