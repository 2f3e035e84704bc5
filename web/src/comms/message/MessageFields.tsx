import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';

interface FieldsProps<F> {
  form: F;
  set: (change: Partial<F>) => void;
}

interface WithWords {
  title: string;
  text: string;
}

/** What a message says. */
export function WordFields({ form, set }: FieldsProps<WithWords>) {
  return (
    <>
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
        rows={8}
        maxLength={4000}
        value={form.text}
        onChange={(text) => set({ text })}
      />
    </>
  );
}

interface WithSpan {
  from: string;
  until: string;
}

/** From when until when, by the clock of this device. `openEnd`: only from when is asked. */
export function SpanFields({ form, set, openEnd = false }: FieldsProps<WithSpan> & { openEnd?: boolean }) {
  return (
    <>
      <TextField
        label="From"
        type="datetime-local"
        required
        value={form.from}
        onChange={(from) => set({ from })}
      />
      {openEnd ? null : (
        <TextField
          label="Until"
          type="datetime-local"
          required
          value={form.until}
          onChange={(until) => set({ until })}
        />
      )}
    </>
  );
}
