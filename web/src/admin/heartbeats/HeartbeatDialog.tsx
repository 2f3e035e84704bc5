import type { Heartbeat } from '@fieldmarshal/contract/signals/record';
import { useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { useSignalAct } from '../../signals/signal-api.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { HeartbeatWithKey } from './HeartbeatKeyDialog.tsx';

const units = [
  { value: '1', label: 'seconds' },
  { value: '60', label: 'minutes' },
  { value: '3600', label: 'hours' },
  { value: '86400', label: 'days' },
];

/** The largest unit that divides it. */
function unitOf(seconds: number): string {
  return units.findLast(({ value }) => seconds % Number(value) === 0)?.value ?? '1';
}

interface HeartbeatDialogProps {
  /** `null` makes a new one. */
  heartbeat: Heartbeat | null;
  onCreated: (made: HeartbeatWithKey) => void;
  onClose: () => void;
}

/** How often something must be heard of, and what its alert is about. */
export function HeartbeatDialog({ heartbeat, onCreated, onClose }: HeartbeatDialogProps) {
  const [form, setForm] = useState(() => formOf(heartbeat));
  const save = useSignalAct<HeartbeatWithKey>({ inForm: true });
  const set = (change: Partial<HeartbeatForm>) => setForm({ ...form, ...change });
  const seconds = Math.round(Number(form.every) * Number(form.unit));
  const missing =
    form.name.trim() === '' ? 'Give it a name' : seconds >= 1 ? undefined : 'Say how often it comes';
  const submit = () => {
    const body = {
      name: form.name,
      intervalS: seconds,
      graceS: Math.round(Number(form.grace) * 60),
      labels: labelsOf(heartbeat, form),
    };
    save.mutate(
      heartbeat === null
        ? { path: 'heartbeats', body }
        : {
            method: 'PUT',
            path: `heartbeats/${heartbeat.id}`,
            body: { ...body, paused: heartbeat.state === 'paused' },
            done: 'Saved',
          },
      {
        onSuccess: (made) => {
          onClose();
          if (heartbeat === null) onCreated(made);
        },
      },
    );
  };
  return (
    <FormDialog
      size="small"
      title={heartbeat === null ? 'Expect a heartbeat' : heartbeat.name}
      verb={heartbeat === null ? 'Expect it' : 'Save'}
      onClose={onClose}
      onSubmit={submit}
      busy={save.isPending}
      missing={missing}
      error={save.error}
    >
      <HeartbeatFields form={form} set={set} />
    </FormDialog>
  );
}

interface HeartbeatFieldsProps {
  form: HeartbeatForm;
  set: (change: Partial<HeartbeatForm>) => void;
}

function HeartbeatFields({ form, set }: HeartbeatFieldsProps) {
  const products = useObjectOptions('Product');
  const environments = useObjectOptions('Environment');
  return (
    <>
      <TextField
        label="Name"
        required
        maxLength={200}
        hint="Such as “Nightly backup of eu-prod”."
        value={form.name}
        onChange={(name) => set({ name })}
      />
      <div className="admin-pair">
        <TextField
          label="It comes every"
          type="number"
          min={1}
          value={form.every}
          onChange={(every) => set({ every })}
        />
        <Select label="Unit" options={units} value={form.unit} onChange={(unit) => set({ unit })} />
      </div>
      <TextField
        label="Grace, in minutes"
        type="number"
        min={0}
        hint="How late it may be before the alert fires."
        value={form.grace}
        onChange={(grace) => set({ grace })}
      />
      <Select
        label="Product"
        placeholder="None"
        options={products}
        value={form.product}
        onChange={(product) => set({ product })}
      />
      <Select
        label="Environment"
        placeholder="None"
        options={environments}
        value={form.environment}
        onChange={(environment) => set({ environment })}
      />
      <Select
        label="Severity label of its alert"
        placeholder="None"
        options={['critical', 'major', 'warning', 'info'].map((value) => ({ value, label: value }))}
        value={form.severity}
        onChange={(severity) => set({ severity })}
      />
    </>
  );
}

const asked = ['product', 'environment', 'severity'] as const;

type HeartbeatForm = ReturnType<typeof formOf>;

function formOf(heartbeat: Heartbeat | null) {
  const seconds = heartbeat?.intervalS ?? 3600;
  const unit = unitOf(seconds);
  const label = (name: (typeof asked)[number]): string => heartbeat?.labels[name] ?? '';
  return {
    name: heartbeat?.name ?? '',
    every: String(seconds / Number(unit)),
    unit,
    grace: String((heartbeat?.graceS ?? 300) / 60),
    product: label('product'),
    environment: label('environment'),
    severity: label('severity'),
  };
}

/** Labels that this form does not ask for stay as they are. */
function labelsOf(heartbeat: Heartbeat | null, form: HeartbeatForm): Record<string, string> {
  const wanted = Object.fromEntries(asked.map((name) => [name, form[name]]));
  return Object.fromEntries(
    Object.entries({ ...heartbeat?.labels, ...wanted }).filter(([, value]) => value !== ''),
  );
}
