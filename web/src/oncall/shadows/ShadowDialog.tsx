import { useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useScheduleAct } from '../schedule-api.ts';

const beside = [
  { value: 'schedule', label: 'Whoever is on call by a schedule' },
  { value: 'person', label: 'One person' },
] as const;

interface Form {
  trainee: string[];
  how: 'schedule' | 'person';
  of: string[];
  until: string;
  leads: boolean;
}

/** Puts a trainee beside a person, or beside whoever is on call. */
export function ShadowDialog({ onClose }: { onClose: () => void }) {
  const act = useScheduleAct();
  const [form, setForm] = useState<Form>({ trainee: [], how: 'schedule', of: [], until: '', leads: false });
  const missing = problemOf(form);
  const submit = () => {
    const [trainee = ''] = form.trainee;
    const [of = ''] = form.of;
    const until = form.until === '' ? {} : { until: new Date(form.until).toISOString() };
    const spec = { trainee, [form.how]: of, ...until, leads: form.leads };
    const path = `catalog/Shadow/${encodeURIComponent(nameOf(trainee, of))}`;
    act.mutate({ method: 'PUT', path, body: { spec }, done: 'Added' }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title="Add a shadow"
      verb="Add"
      onClose={onClose}
      onSubmit={submit}
      busy={act.isPending}
      missing={missing}
    >
      <Fields form={form} setForm={setForm} />
    </FormDialog>
  );
}

function Fields({ form, setForm }: { form: Form; setForm: (form: Form) => void }) {
  const people = useObjectOptions('Person');
  const schedules = useObjectOptions('Schedule');
  return (
    <div className="ui-stack">
      <SearchSelect
        label="Trainee"
        max={1}
        options={people}
        value={form.trainee}
        onChange={(trainee) => setForm({ ...form, trainee })}
      />
      <Select
        label="Shadows"
        options={beside}
        value={form.how}
        onChange={(how) => setForm({ ...form, how, of: [] })}
      />
      <SearchSelect
        label={form.how === 'person' ? 'Person' : 'Schedule'}
        max={1}
        options={form.how === 'person' ? people : schedules}
        value={form.of}
        onChange={(of) => setForm({ ...form, of })}
      />
      <TextField
        label="Until"
        type="datetime-local"
        value={form.until}
        onChange={(until) => setForm({ ...form, until })}
        hint="On this device’s clock. Empty: until somebody ends it."
      />
      <Checkbox
        label="The trainee leads"
        checked={form.leads}
        onChange={(leads) => setForm({ ...form, leads })}
        hint="Once both have answered, the lead is theirs; the other stays beside and can take it back."
      />
      <p className="ui-quiet">
        A shadow is paged beside, never instead. Their answer stops no paging and delays none.
      </p>
    </div>
  );
}

function problemOf({ trainee, how, of }: Form): string | undefined {
  if (trainee.length === 0) return 'Choose the trainee';
  if (of.length === 0) return how === 'person' ? 'Choose whom they shadow' : 'Choose a schedule';
  return how === 'person' && trainee[0] === of[0] ? 'Nobody shadows themselves' : undefined;
}

/** One trainee shadows one person or schedule once. */
function nameOf(trainee: string, of: string): string {
  return `${trainee}-with-${of}`.slice(0, 63).replace(/[-._]+$/, '');
}
