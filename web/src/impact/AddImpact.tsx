import { useState } from 'react';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useImpactAct } from './impact-api.ts';

const kinds = [
  { value: 'customer', label: 'Customer' },
  { value: 'workflow', label: 'Workflow' },
  { value: 'application', label: 'Application' },
  { value: 'environment', label: 'Environment' },
];
const catalogKinds: Readonly<Record<string, string>> = {
  customer: 'Customer',
  workflow: 'Workflow',
  application: 'Application',
  environment: 'Environment',
};
const states = [
  { value: 'down', label: 'down' },
  { value: 'degraded', label: 'degraded' },
  { value: 'slow', label: 'slow' },
  { value: 'wrong-data', label: 'wrong data' },
];

/** Adds what the assessment does not list. */
export function AddImpact({ incidentId, onDone }: { incidentId: string; onDone: () => void }) {
  const [kind, setKind] = useState('customer');
  const [name, setName] = useState('');
  const [state, setState] = useState('degraded');
  const [reason, setReason] = useState('');
  const options = useObjectOptions(catalogKinds[kind] ?? 'Customer');
  const act = useImpactAct(incidentId);
  const title = options.find(({ value }) => value === name)?.label ?? name;
  const add = (): void =>
    act.mutate(
      { path: 'rows', body: { kind, name, state, reason }, done: `Added: ${title}` },
      { onSuccess: onDone },
    );
  return (
    <form
      className="ui-row impact-add"
      onSubmit={(event) => {
        event.preventDefault();
        if (name !== '') add();
      }}
    >
      <Select
        label="Kind"
        value={kind}
        onChange={(next) => {
          setKind(next);
          setName('');
        }}
        options={kinds}
      />
      <Select label="Which" value={name} onChange={setName} options={options} placeholder="Choose" />
      <Select label="How it is hit" value={state} onChange={setState} options={states} />
      <TextField label="How you know" value={reason} onChange={setReason} />
      <Button
        type="submit"
        busy={act.isPending}
        disabledReason={name === '' ? 'Choose what is hit' : undefined}
      >
        Add
      </Button>
    </form>
  );
}
