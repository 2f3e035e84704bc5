import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { useObjectOptions } from '../catalog/object-api.ts';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useScheduleAct } from './schedule-api.ts';
import { SpanFields, useSpan, type Picked } from './SpanFields.tsx';

const kinds = [
  { value: 'take', label: 'Only this person is on' },
  { value: 'replace', label: 'This person instead of another' },
  { value: 'add', label: 'This person as well' },
  { value: 'remove', label: 'This person is not on' },
];

/** Changes who is on for a time, beside the schedule's own rules. */
export function OverrideDialog({ picked, onClose }: { picked: Picked; onClose: () => void }) {
  const span = useSpan(picked);
  const people = useObjectOptions('Person');
  const act = useScheduleAct();
  const first = picked.people?.[0];
  const [form, setForm] = useState({
    kind: first === undefined ? 'take' : 'replace',
    user: [] as string[],
    replaces: first === undefined ? [] : [first],
    why: '',
  });
  const nobody = form.user.length === 0 ? 'Choose a person' : undefined;
  const noOther =
    form.kind === 'replace' && form.replaces.length === 0 ? 'Choose whom to replace' : undefined;
  const noReason = form.why.trim() === '' ? 'Say why' : undefined;
  const missing = nobody ?? noOther ?? noReason ?? span.problem;
  const submit = () => {
    const replaces = form.kind === 'replace' ? { replaces: form.replaces[0] } : {};
    const body = { kind: form.kind, user: form.user[0], ...replaces, why: form.why, ...span.wire };
    act.mutate(
      { path: `schedules/${picked.schedule}/overrides`, body, done: 'Changed' },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title={`Change who is on: ${picked.title}`}
      verb="Change"
      onClose={onClose}
      onSubmit={submit}
      busy={act.isPending}
      missing={missing}
    >
      <Select
        label="What changes"
        options={kinds}
        value={form.kind}
        onChange={(kind) => setForm({ ...form, kind })}
      />
      <SearchSelect
        label="Person"
        max={1}
        options={people}
        value={form.user}
        onChange={(user) => setForm({ ...form, user })}
      />
      {form.kind === 'replace' ? (
        <SearchSelect
          label="Instead of"
          max={1}
          options={people}
          value={form.replaces}
          onChange={(replaces) => setForm({ ...form, replaces })}
        />
      ) : null}
      <SpanFields {...span} />
      <TextField label="Why" value={form.why} onChange={(why) => setForm({ ...form, why })} required />
    </FormDialog>
  );
}
