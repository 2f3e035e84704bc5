import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { Button } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { presets, specOf, type PresetName, type TrackerFields } from './tracker-form.ts';
import { useTrackerChange } from './tickets-api.ts';

// Object.keys of a closed literal gives exactly its keys.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const names = Object.keys(presets) as PresetName[];

/** Makes an object of kind Tracker; everything else it can say is written on its own page. */
export function TrackerForm() {
  const [name, setName] = useState('');
  const [preset, setPreset] = useState<PresetName>('jira');
  const [fields, setFields] = useState<TrackerFields>(presets.jira.fields);
  const add = useTrackerChange({ inForm: true });
  const field = (key: keyof TrackerFields) => ({
    value: fields[key],
    onChange: (value: string) => setFields({ ...fields, [key]: value }),
  });
  const save = () =>
    add.mutate(
      {
        method: 'PUT',
        path: `catalog/Tracker/${encodeURIComponent(name.trim())}`,
        body: { spec: specOf(preset, fields), generation: 0 },
        done: `${name.trim()} added`,
      },
      { onSuccess: () => setName('') },
    );
  return (
    <form
      className="ui-card ui-stack"
      aria-label="Add a tracker"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2>Add a tracker</h2>
      <Select
        label="Kind"
        value={preset}
        options={names.map((each) => ({ value: each, label: presets[each].label }))}
        onChange={(value) => {
          const chosen = names.find((each) => each === value) ?? preset;
          setPreset(chosen);
          setFields(presets[chosen].fields);
        }}
      />
      <TextField label="Name" hint="Lower-case letters, digits and dashes" value={name} onChange={setName} />
      <TextField
        label="Form of a new ticket"
        hint="With {{title}}, {{description}}, {{ref}}, {{owner}}, {{due}}, {{team}}, {{link}} …"
        {...field('newTicket')}
      />
      <TextField label="Where a ticket is read" hint="With {{key}}" {...field('ticket')} />
      <TextField
        label="Where it is told of changes"
        hint="An address that takes JSON by POST; empty: it is not told"
        {...field('webhook')}
      />
      <TextField
        label="Header of its key"
        hint="The key itself is set and sealed afterwards; empty: signed only"
        {...field('keyHeader')}
      />
      <FailureNote error={add.error} />
      <div className="ui-row">
        <Button
          type="submit"
          busy={add.isPending}
          disabledReason={name.trim() === '' ? 'Give it a name' : undefined}
        >
          Add it
        </Button>
      </div>
    </form>
  );
}
