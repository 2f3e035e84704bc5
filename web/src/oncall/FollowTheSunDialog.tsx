import type { Preview } from '@fieldmarshal/contract/oncall/timeline';
import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { useObjectOptions, useObjects } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { nowMs, viewerZone } from '../ui/clock.ts';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { TextField } from '../ui/TextField.tsx';
import { ZoneField } from '../ui/ZoneField.tsx';
import { PreviewResult } from './PreviewResult.tsx';
import { useScheduleAct } from './schedule-api.ts';

interface HubForm {
  /** Tells the rows apart, here only. */
  id: number;
  name: string;
  timezone: string;
  from: string;
  to: string;
  participants: string[];
}

interface PlanProps {
  /** The layers that come of it, to be worked on. */
  onDraft: (spec: Preview['spec']) => void;
  onClose: () => void;
}

/** A schedule over hubs round the world; its holes are shown before it is taken into the editor. */
export function FollowTheSunDialog(props: PlanProps) {
  const hubs = useObjects('Hub');
  const known = (hubs.data ?? []).map(({ name, spec }, index): HubForm => ({
    id: index,
    name: spec.displayName ?? name,
    timezone: typeof spec['timeZone'] === 'string' ? spec['timeZone'] : 'Etc/UTC',
    from: '08:00',
    to: '17:00',
    participants: [],
  }));
  return hubs.isPending ? null : <Form known={known} {...props} />;
}

function wireOf({ name, timezone, from, to, participants }: HubForm) {
  return { name, timezone, from, to, participants };
}

function emptyHub(id: number): HubForm {
  return { id, name: '', timezone: '', from: '08:00', to: '17:00', participants: [] };
}

function Form({ known, onDraft, onClose }: PlanProps & { known: HubForm[] }) {
  const [rows, setRows] = useState(known.length >= 2 ? known : [...known, emptyHub(100), emptyHub(101)]);
  const preview = useScheduleAct<Preview>();
  const change = (index: number, part: Partial<HubForm>) => {
    setRows(rows.map((row, place) => (place === index ? { ...row, ...part } : row)));
    preview.reset();
  };
  const missing = rows.some((row) => row.participants.length === 0) ? 'Every hub needs somebody' : undefined;
  const look = () => {
    const body = { start: new Date(nowMs()).toISOString(), hubs: rows.map(wireOf) };
    preview.mutate({ path: 'schedules/follow-the-sun', body });
  };
  return (
    <FormDialog
      size="wide"
      title="Plan a schedule round the sun"
      verb="Show its holes"
      onClose={onClose}
      onSubmit={look}
      busy={preview.isPending}
      missing={missing}
      buttons={
        preview.data === undefined ? null : (
          <Button onClick={() => onDraft(preview.data.spec)}>Work on it</Button>
        )
      }
    >
      {rows.map((row, index) => (
        <HubFields key={row.id} row={row} onChange={(part) => change(index, part)} />
      ))}
      <div className="ui-row">
        <Button onClick={() => setRows([...rows, emptyHub(200 + rows.length)])}>Add a hub</Button>
        {rows.length > 2 ? <Button onClick={() => setRows(rows.slice(0, -1))}>Remove the last</Button> : null}
      </div>
      {preview.data === undefined ? null : <PreviewResult preview={preview.data} zone={viewerZone()} />}
    </FormDialog>
  );
}

function HubFields({ row, onChange }: { row: HubForm; onChange: (part: Partial<HubForm>) => void }) {
  const people = useObjectOptions('Person');
  return (
    <fieldset className="ui-card ui-stack">
      <legend>{row.name || 'Hub'}</legend>
      <div className="ui-row">
        <TextField label="Hub" value={row.name} onChange={(name) => onChange({ name })} />
        <ZoneField label="Time zone" value={row.timezone} onChange={(timezone) => onChange({ timezone })} />
        <TextField label="From" type="time" value={row.from} onChange={(from) => onChange({ from })} />
        <TextField label="To" type="time" value={row.to} onChange={(to) => onChange({ to })} />
      </div>
      <SearchSelect
        label="People, in order"
        options={people}
        value={row.participants}
        onChange={(participants) => onChange({ participants })}
      />
    </fieldset>
  );
}
