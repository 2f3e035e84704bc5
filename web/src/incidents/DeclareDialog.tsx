import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { newKey, RequestError } from '../app/http.ts';
import { useKeys } from '../app/keys.ts';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { TextField } from '../ui/TextField.tsx';
import { declareIncident, sentenceOf } from './incident-api.ts';

export const severityChoices = [
  { value: '', label: 'Not assessed yet' },
  { value: 'SEV1', label: 'SEV1 Critical' },
  { value: 'SEV2', label: 'SEV2 Major' },
  { value: 'SEV3', label: 'SEV3 Minor' },
  { value: 'SEV4', label: 'SEV4 Low' },
];

/** Declares from anywhere it stands: the button, or the key C. */
export function DeclareButton() {
  const [open, setOpen] = useState(false);
  useKeys([
    { id: 'declare', keys: 'c', label: 'Declare an incident', group: 'Incidents', run: () => setOpen(true) },
  ]);
  return (
    <>
      <Button look="primary" keyHint="c" onClick={() => setOpen(true)}>
        Declare
      </Button>
      {open ? <DeclareDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function DeclareDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const products = useObjectOptions('Product');
  const environments = useObjectOptions('Environment');
  const [form, setForm] = useState({
    title: '',
    summary: '',
    severity: '',
    product: '',
    environment: '',
    takeLead: true,
  });
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  // One key for the dialog's life: a second try after a lost answer declares nothing twice.
  const key = useRef(newKey());
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const declare = async () => {
    setBusy(true);
    try {
      const orNull = (value: string) => (value === '' ? null : value);
      const incident = await declareIncident(
        {
          ...form,
          severity: orNull(form.severity),
          product: orNull(form.product),
          environment: orNull(form.environment),
        },
        key.current,
      );
      onClose();
      await navigate({ to: '/incidents/$id', params: { id: incident.id } });
    } catch (error) {
      key.current = newKey();
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Declare an incident"
      onSubmit={() => void declare()}
      footer={
        <>
          <Button
            look="primary"
            type="submit"
            busy={busy}
            disabledReason={form.title.trim() === '' ? 'Give it a title first' : undefined}
          >
            Declare
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="ui-stack">
        {failure === null ? null : (
          <ErrorNote requestId={failure instanceof RequestError ? failure.requestId : undefined}>
            {sentenceOf(failure)}
          </ErrorNote>
        )}
        <TextField
          label="What is wrong?"
          required
          autoFocus
          maxLength={200}
          value={form.title}
          onChange={(title) => change({ title })}
        />
        <Select
          label="Severity"
          options={severityChoices}
          value={form.severity}
          onChange={(severity) => change({ severity })}
        />
        <Select
          label="Product"
          placeholder="Not known yet"
          options={products}
          value={form.product}
          onChange={(product) => change({ product })}
        />
        <Select
          label="Environment"
          placeholder="Not known yet"
          options={environments}
          value={form.environment}
          onChange={(environment) => change({ environment })}
        />
        <TextArea label="What do we know?" value={form.summary} onChange={(summary) => change({ summary })} />
        <Checkbox label="I lead it" checked={form.takeLead} onChange={(takeLead) => change({ takeLead })} />
      </div>
    </Dialog>
  );
}
