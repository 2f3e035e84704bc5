import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { newKey } from '../app/http.ts';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { TextField } from '../ui/TextField.tsx';
import { alertsOfGroup } from '../signals/signal-api.ts';
import { declareIncident } from './incident-api.ts';

export const severityChoices = [
  { value: '', label: 'Not assessed yet' },
  { value: 'SEV1', label: 'SEV1 Critical' },
  { value: 'SEV2', label: 'SEV2 Major' },
  { value: 'SEV3', label: 'SEV3 Minor' },
  { value: 'SEV4', label: 'SEV4 Low' },
];

/** Declares; the key C does the same everywhere. */
export function DeclareButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" keyHint="c" onClick={() => setOpen(true)}>
        Declare
      </Button>
      {open ? <DeclareDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface DeclareForm {
  title: string;
  summary: string;
  severity: string;
  product: string;
  environment: string;
  takeLead: boolean;
  private: boolean;
}

const emptyForm: DeclareForm = {
  title: '',
  summary: '',
  severity: '',
  product: '',
  environment: '',
  takeLead: true,
  private: false,
};

interface DeclareDialogProps {
  /** A group of alerts that it is declared from; its open alerts go along. */
  group?: {
    id: string;
    title: string;
    severity: string | null;
    product: string | null;
    environment: string | null;
    /** Where it is no group of alerts by that id. */
    alerts?: () => Promise<{ alert: string; title: string }[]>;
  };
  onClose: () => void;
}

export function DeclareDialog({ group, onClose }: DeclareDialogProps) {
  const navigate = useNavigate();
  const [form, setForm] = useState<DeclareForm>({
    ...emptyForm,
    ...(group && {
      title: group.title,
      severity: group.severity ?? '',
      product: group.product ?? '',
      environment: group.environment ?? '',
    }),
  });
  // One key for what is typed: a second try after a lost answer declares nothing twice.
  const key = useRef(newKey());
  const change = (part: Partial<DeclareForm>) => {
    key.current = newKey();
    setForm({ ...form, ...part });
  };
  const orNull = (value: string) => (value === '' ? null : value);
  const declare = useMutation({
    mutationFn: async () =>
      declareIncident(
        {
          ...form,
          severity: orNull(form.severity),
          product: orNull(form.product),
          environment: orNull(form.environment),
          alerts: group === undefined ? [] : await (group.alerts?.() ?? alertsOfGroup(group.id)),
        },
        key.current,
      ),
    onSuccess: async (incident) => {
      onClose();
      await navigate({ to: '/incidents/$id', params: { id: incident.id } });
    },
  });
  const missing = form.title.trim() === '' ? 'Give it a title first' : undefined;
  return (
    <FormDialog
      title="Declare an incident"
      verb="Declare"
      onClose={onClose}
      onSubmit={() => declare.mutate()}
      busy={declare.isPending}
      missing={missing}
      error={declare.error}
    >
      <DeclareFields form={form} change={change} />
    </FormDialog>
  );
}

function DeclareFields({
  form,
  change,
}: {
  form: DeclareForm;
  change: (part: Partial<DeclareForm>) => void;
}) {
  const products = useObjectOptions('Product');
  const environments = useObjectOptions('Environment');
  return (
    <>
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
      <Checkbox
        label="Private"
        hint="Only who works on it or is let in sees it."
        checked={form.private}
        onChange={(isPrivate) => change({ private: isPrivate })}
      />
    </>
  );
}
