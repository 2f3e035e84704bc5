import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Checkbox } from '../ui/Checkbox.tsx';
import { nowMs, viewerZone } from '../ui/clock.ts';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { ZoneField } from '../ui/ZoneField.tsx';
import { useSignalAct } from './signal-api.ts';
import { blankWork, missingInWork, nameOfWork, specOfWork, weekdays, type WorkForm } from './work-form.ts';
import { WorkPreview } from './WorkPreview.tsx';

type Change = (part: Partial<WorkForm>) => void;

/** Plans work that comes again; its next times are shown before it is saved. */
export function RepeatingWorkDialog({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState(() => blankWork(viewerZone()));
  const [openedAt] = useState(nowMs);
  const save = useSignalAct({ inForm: true });
  const missing = missingInWork(form);
  const change: Change = (part) => setForm({ ...form, ...part });
  const submit = () => {
    save.mutate(
      {
        method: 'PUT',
        path: `catalog/MaintenanceWindow/${nameOfWork(form.title)}`,
        body: { spec: specOfWork(form), generation: 0 },
        done: 'Maintenance planned',
      },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title="Plan maintenance that comes again"
      verb="Plan"
      onClose={onClose}
      onSubmit={submit}
      busy={save.isPending}
      missing={missing}
      error={save.error}
    >
      <TextField
        label="What is done?"
        required
        autoFocus
        maxLength={200}
        value={form.title}
        onChange={(title) => change({ title })}
      />
      <CoverFields form={form} onChange={change} />
      <TimeFields form={form} onChange={change} />
      <WorkPreview form={form} now={openedAt} />
    </FormDialog>
  );
}

interface FieldsProps {
  form: WorkForm;
  onChange: Change;
}

function CoverFields({ form, onChange }: FieldsProps) {
  const products = useObjectOptions('Product');
  const environments = useObjectOptions('Environment');
  const checks = useObjectOptions('Check');
  return (
    <>
      <SearchSelect
        label="Products"
        value={form.products}
        onChange={(chosen) => onChange({ products: chosen })}
        options={products}
      />
      <SearchSelect
        label="Environments"
        value={form.environments}
        onChange={(chosen) => onChange({ environments: chosen })}
        options={environments}
      />
      <SearchSelect
        label="Checks"
        hint="What is chosen above and here must all fit."
        value={form.checks}
        onChange={(chosen) => onChange({ checks: chosen })}
        options={checks}
      />
    </>
  );
}

const repeats = [
  { value: 'week', label: 'Every week, on days' },
  { value: 'dates', label: 'Every month, on dates' },
  { value: 'nth', label: 'Every month, on a weekday' },
];
const nth = [
  { value: '1', label: 'First' },
  { value: '2', label: 'Second' },
  { value: '3', label: 'Third' },
  { value: '4', label: 'Fourth' },
  { value: 'last', label: 'Last' },
];
const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function TimeFields({ form, onChange }: FieldsProps) {
  return (
    <>
      <Select
        label="Repeats"
        options={repeats}
        value={form.repeats}
        onChange={(value) => onChange({ repeats: value === 'dates' || value === 'nth' ? value : 'week' })}
      />
      {form.repeats === 'dates' ? (
        <TextField
          label="Days of the month"
          hint="Such as 1, 15, last. A month without that day has none."
          value={form.dates}
          onChange={(dates) => onChange({ dates })}
        />
      ) : null}
      {form.repeats === 'nth' ? (
        <Select
          label="Which one"
          options={nth}
          value={form.nth}
          onChange={(value) => onChange({ nth: value })}
        />
      ) : null}
      {form.repeats === 'dates' ? null : <DayFields form={form} onChange={onChange} />}
      <div className="ui-row">
        <TextField label="From" type="time" value={form.from} onChange={(from) => onChange({ from })} />
        <TextField label="Until" type="time" value={form.to} onChange={(to) => onChange({ to })} />
      </div>
      <ZoneField
        label="Time zone"
        hint="It stays at these hours there when clocks change."
        value={form.timeZone}
        onChange={(timeZone) => onChange({ timeZone })}
      />
    </>
  );
}

function DayFields({ form, onChange }: FieldsProps) {
  return (
    <div role="group" aria-label="Days" className="ui-row">
      {weekdays.map((day, index) => (
        <Checkbox
          key={day}
          label={dayNames[index] ?? day}
          checked={form.days.includes(day)}
          onChange={(isOn) =>
            onChange({ days: weekdays.filter((each) => (each === day ? isOn : form.days.includes(each))) })
          }
        />
      ))}
    </div>
  );
}
