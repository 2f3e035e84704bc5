import { componentStates } from '@fieldmarshal/contract/comms/words';
import { useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useCommsAct, type Communication } from '../comms-api.ts';
import { SpanFields, WordFields } from './MessageFields.tsx';
import { canRename, NameOnPage } from './NameOnPage.tsx';

interface EditProps {
  message: Communication;
  onClose: () => void;
}

const stateOptions = componentStates.map((value) => ({ value, label: value.replace('-', ' ') }));

/** The words of a draft; of something sent, the words of its correction. Stays open with what was typed when it is refused. */
export function EditMessageDialog({ message, onClose }: EditProps) {
  const isSent = message.state === 'sent';
  const [form, setForm] = useState(() => formOf(message));
  const save = useCommsAct({ inForm: true });
  const set = (change: Partial<Form>) => setForm({ ...form, ...change });
  const missing =
    form.title.trim() === '' || form.text.trim() === ''
      ? 'It needs a title and a text'
      : form.from === '' || form.until === ''
        ? 'Say from when until when'
        : undefined;
  const submit = () => {
    const { title, text, onPage, components, minutes } = form;
    const publicTitle = form.publicTitle.trim();
    const corrected = {
      title,
      text,
      ...(message.stage === 'maintenance' ? timesOf(form) : {}),
      ...(publicTitle === '' ? {} : { publicTitle }),
    };
    const edited = {
      hash: message.hash,
      title,
      text,
      brief: briefOf(form, message),
      onPage,
      components: components.map(({ kind, name, state }) => ({ kind, name, state })),
      ...(minutes.trim() === '' ? {} : { nextUpdateMinutes: Number(minutes) }),
      ...(canRename(message) ? { publicTitle: publicTitle === '' ? null : publicTitle } : {}),
    };
    save.mutate(
      {
        path: `communications/${message.id}/${isSent ? 'correct' : 'edit'}`,
        body: isSent ? corrected : edited,
        done: isSent ? 'The correction is a draft now' : 'Kept',
      },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title={isSent ? `Correct ${message.id}` : `Edit ${message.id}`}
      verb={isSent ? 'Draft the correction' : 'Keep'}
      onClose={onClose}
      onSubmit={submit}
      busy={save.isPending}
      missing={missing}
      error={save.error}
    >
      <WordFields form={form} set={set} />
      {canRename(message) ? (
        <NameOnPage
          message={message}
          value={form.publicTitle}
          onChange={(publicTitle) => set({ publicTitle })}
        />
      ) : null}
      {isSent ? null : <MoreFields message={message} form={form} set={set} />}
      {isSent && message.stage === 'maintenance' ? <TimeFields form={form} set={set} /> : null}
    </FormDialog>
  );
}

function formOf(message: Communication) {
  const { title, text, brief, onPage, components, startsAt, endsAt, state } = message;
  const [from, until] = [localMinute(startsAt), localMinute(endsAt ?? startsAt)];
  const words = { title, text, brief: brief ?? '', publicTitle: '' };
  // What a correction that was sent has renamed stays so; the next one says another name, or none.
  if (state !== 'sent') words.publicTitle = message.publicTitle ?? '';
  return { ...words, onPage, components, minutes: '', from, until, isOff: false };
}

/** What chats get must say what the text says: words of before it was changed are not kept. */
function briefOf({ text, brief }: Form, message: Communication): string | null {
  const isOld = text !== message.text && brief === message.brief;
  return isOld || brief.trim() === '' ? null : brief;
}

/** As a field for date and time takes it: by the clock of this device. */
function localMinute(instant: string): string {
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Of maintenance that is called off both are one moment. */
function timesOf({ from, until, isOff }: Form): { startsAt: string; endsAt: string } {
  const startsAt = new Date(from).toISOString();
  return { startsAt, endsAt: isOff ? startsAt : new Date(until).toISOString() };
}

type Form = ReturnType<typeof formOf>;

interface FieldsProps {
  form: Form;
  set: (change: Partial<Form>) => void;
}

/** When the maintenance is after all, or that it is not. */
function TimeFields({ form, set }: FieldsProps) {
  return (
    <>
      <SpanFields form={form} set={set} openEnd={form.isOff} />
      <Checkbox
        label="It is called off"
        hint="The status page says so; the text must, too."
        checked={form.isOff}
        onChange={(isOff) => set({ isOff })}
      />
    </>
  );
}

/** What only a draft has: its promise, and what it says of the status page. */
function MoreFields({ message, form, set }: FieldsProps & { message: Communication }) {
  return (
    <>
      <TextArea
        label="In chats"
        rows={4}
        maxLength={4000}
        hint="It must say the same. Empty, or left as it is beside another text: chats get the whole text."
        value={form.brief}
        onChange={(brief) => set({ brief })}
      />
      <TextField
        label="Another next update, in minutes from now"
        type="number"
        min={1}
        hint={
          message.nextUpdateAt === null
            ? 'None is promised yet.'
            : `Empty: it stays at ${message.nextUpdateAt.slice(11, 16)} UTC. The text must say the same time.`
        }
        value={form.minutes}
        onChange={(minutes) => set({ minutes })}
      />
      {message.audience === 'customers' ? (
        <Checkbox
          label="Show it on the status page"
          checked={form.onPage}
          onChange={(onPage) => set({ onPage })}
        />
      ) : null}
      {form.components.map((component, index) => (
        <Select
          key={`${component.kind}/${component.name}`}
          label={`${component.kind === 'application' ? 'Application' : 'Workflow'} ${component.publicName ?? component.name}`}
          options={stateOptions}
          value={component.state}
          onChange={(value) => {
            const state = componentStates.find((each) => each === value) ?? component.state;
            set({ components: form.components.with(index, { ...component, state }) });
          }}
        />
      ))}
    </>
  );
}
