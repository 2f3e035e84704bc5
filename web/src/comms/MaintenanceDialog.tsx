import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Select } from '../ui/Select.tsx';
import { useCommsAct } from './comms-api.ts';
import { SpanFields, WordFields } from './message/MessageFields.tsx';

const blank = { application: '', title: '', text: '', from: '', until: '' };
type Form = typeof blank;

/** Drafts an announcement of maintenance; it waits for an approval like every other message. Times are those of this device. */
export function MaintenanceDialog({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState(blank);
  const save = useCommsAct({ inForm: true });
  const set = (change: Partial<Form>) => setForm({ ...form, ...change });
  const missing = Object.values(form).some((value) => value.trim() === '') ? 'Fill in everything' : undefined;
  const submit = () => {
    const { application, title, text, from, until } = form;
    const [startsAt, endsAt] = [new Date(from).toISOString(), new Date(until).toISOString()];
    save.mutate(
      {
        path: 'communications',
        body: { application, title, text, startsAt, endsAt },
        done: 'The announcement is a draft; it waits for an approval',
      },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title="Announce maintenance"
      verb="Draft it"
      onClose={onClose}
      onSubmit={submit}
      busy={save.isPending}
      missing={missing}
      error={save.error}
    >
      <MaintenanceFields form={form} set={set} />
    </FormDialog>
  );
}

function MaintenanceFields({ form, set }: { form: Form; set: (change: Partial<Form>) => void }) {
  const applications = useObjectOptions('Application');
  return (
    <>
      <Select
        label="Application"
        placeholder="Choose"
        required
        hint="It must have a public name."
        options={applications}
        value={form.application}
        onChange={(application) => set({ application })}
      />
      <WordFields form={form} set={set} />
      <SpanFields form={form} set={set} />
    </>
  );
}
