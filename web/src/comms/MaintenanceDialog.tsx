import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useCommsAct } from './comms-api.ts';

const blank = { application: '', title: '', text: '', from: '', until: '' };
type Form = typeof blank;

/** Drafts an announcement of maintenance; it waits for an approval like every other message. Times are those of this device. */
export function MaintenanceDialog({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState(blank);
  const save = useCommsAct({ inForm: true });
  const set = (change: Partial<Form>) => setForm({ ...form, ...change });
  const missing = Object.values(form).some((value) => value.trim() === '') ? 'Fill in everything' : undefined;
  const submit = () => {
    if (missing !== undefined || save.isPending) return;
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
    <Dialog
      open
      title="Announce maintenance"
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button look="primary" type="submit" busy={save.isPending} disabledReason={missing}>
            Draft it
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="ui-stack">
        <FailureNote error={save.error} />
        <MaintenanceFields form={form} set={set} />
      </div>
    </Dialog>
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
      <TextField
        label="Title"
        required
        maxLength={200}
        value={form.title}
        onChange={(title) => set({ title })}
      />
      <TextArea
        label="Text"
        required
        rows={5}
        maxLength={4000}
        value={form.text}
        onChange={(text) => set({ text })}
      />
      <TextField
        label="From"
        type="datetime-local"
        required
        value={form.from}
        onChange={(from) => set({ from })}
      />
      <TextField
        label="Until"
        type="datetime-local"
        required
        value={form.until}
        onChange={(until) => set({ until })}
      />
    </>
  );
}
