import type { Lanes, Preview } from '@fieldmarshal/contract/oncall/timeline';
import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { nowMs, viewerZone } from '../ui/clock.ts';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { PreviewResult } from './PreviewResult.tsx';
import { fieldText } from './days.ts';
import { useScheduleAct } from './schedule-api.ts';

/** New participants from a stated instant: shows every difference over 52 weeks before anything is saved. */
export function ParticipantsDialog({ lanes, onClose }: { lanes: Lanes; onClose: () => void }) {
  const people = useObjectOptions('Person');
  const preview = useScheduleAct<Preview>();
  const [form, setForm] = useState({
    layer: lanes.layers[0]?.name ?? '',
    at: fieldText(new Date(nowMs() + 7 * 86_400_000).toISOString()),
    participants: [] as string[],
  });
  const change = (part: Partial<typeof form>) => {
    setForm({ ...form, ...part });
    preview.reset();
  };
  const missing = missingIn(form);
  const body = {
    layer: form.layer,
    at: form.at === '' ? '' : new Date(form.at).toISOString(),
    participants: form.participants,
  };
  const look = () =>
    preview.mutate({ path: 'schedules/preview', body: { name: lanes.schedule, change: body } });
  return (
    <FormDialog
      size="wide"
      title={`Change participants: ${lanes.displayName}`}
      verb="What would change?"
      onClose={onClose}
      onSubmit={look}
      busy={preview.isPending}
      missing={missing}
      buttons={
        preview.data !== undefined && lanes.editable && lanes.maySave ? (
          <SaveButton schedule={lanes.schedule} spec={preview.data.spec} onSaved={onClose} />
        ) : null
      }
    >
      <Select
        label="Layer"
        options={lanes.layers.map(({ name }) => ({ value: name, label: name }))}
        value={form.layer}
        onChange={(layer) => change({ layer })}
      />
      <TextField
        label="From"
        type="datetime-local"
        value={form.at}
        onChange={(at) => change({ at })}
        hint="On this device’s clock. Before it nothing changes."
      />
      <SearchSelect
        label="Participants, in order"
        options={people}
        value={form.participants}
        onChange={(participants) => change({ participants })}
      />
      {preview.data === undefined ? null : <Result preview={preview.data} lanes={lanes} />}
    </FormDialog>
  );
}

function missingIn({
  participants,
  at,
}: {
  participants: readonly string[];
  at: string;
}): string | undefined {
  if (participants.length === 0) return 'Choose at least one person, in the order of their turns';
  return at === '' ? 'Say from when' : undefined;
}

interface SaveProps {
  schedule: string;
  spec: Preview['spec'];
  onSaved: () => void;
}

function SaveButton({ schedule, spec, onSaved }: SaveProps) {
  const save = useScheduleAct();
  const act = { method: 'PUT', path: `catalog/Schedule/${schedule}`, body: { spec }, done: 'Saved' } as const;
  return (
    <Button busy={save.isPending} onClick={() => save.mutate(act, { onSuccess: onSaved })}>
      Save
    </Button>
  );
}

function Result({ preview, lanes: { editable, maySave } }: { preview: Preview; lanes: Lanes }) {
  return (
    <>
      <PreviewResult preview={preview} zone={viewerZone()} />
      {editable && !maySave ? <p>Leads, admins and the team that owns the schedule can save this.</p> : null}
      {editable ? null : (
        <>
          <p>This schedule comes from a file; change it there:</p>
          <CodeBlock code={JSON.stringify({ layers: preview.spec.layers }, null, 2)} title="Layers" />
        </>
      )}
    </>
  );
}
