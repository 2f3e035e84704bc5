import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useScenarios, useStartDrill } from './training-api.ts';

interface StartDrillDialogProps {
  scenario?: string | undefined;
  incident?: string | undefined;
  onClose: () => void;
}

const speeds = [1, 2, 4, 8].map((speed) => ({ value: String(speed), label: `${speed}×` }));

/** What is played, who leads in it, and how fast. */
export function StartDrillDialog({ scenario, incident, onClose }: StartDrillDialogProps) {
  const start = useStartDrill();
  const navigate = useNavigate();
  const [form, setForm] = useState({
    ...{ scenario: scenario ?? '', incident: incident ?? '', seat: 'trainee' as 'trainee' | 'watch' },
    ...{ trainee: '', mentor: '', speed: '1', override: '' },
  });
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const missing = missingIn(form);
  const send = () => {
    if (missing !== undefined) return;
    start.mutate(bodyOf(form), {
      onSuccess: ({ id }) => void navigate({ to: '/drills/$id', params: { id } }),
    });
  };
  return (
    <Dialog
      open
      title="Start a drill"
      onClose={onClose}
      onSubmit={send}
      footer={
        <>
          <Button look="primary" busy={start.isPending} disabledReason={missing} onClick={send}>
            Start the drill
          </Button>
          <Button onClick={onClose}>Go back</Button>
        </>
      }
    >
      <div className="ui-stack">
        <Source form={form} onChange={change} />
        {form.seat === 'trainee' ? <Seats form={form} onChange={change} /> : null}
        <Select
          label="Speed"
          options={speeds}
          value={form.speed}
          onChange={(speed) => change({ speed })}
          hint="Of scenario time; can be changed while it runs."
        />
        <TextField
          label="Why it goes on although a real SEV1 is open"
          value={form.override}
          onChange={(override) => change({ override })}
          hint="Only for leads, and only then; empty otherwise."
        />
        <FailureNote error={start.error} />
      </div>
    </Dialog>
  );
}

interface Form {
  scenario: string;
  incident: string;
  seat: 'trainee' | 'watch';
  trainee: string;
  mentor: string;
  speed: string;
  override: string;
}

interface PartProps {
  form: Form;
  onChange: (part: Partial<Form>) => void;
}

function Source({ form, onChange }: PartProps) {
  const scenarios = useScenarios();
  const options = (scenarios.data?.items ?? []).map(({ name, title }) => ({ value: name, label: title }));
  return (
    <>
      <Select
        label="Scenario"
        placeholder="None: replay an incident"
        options={options}
        value={form.scenario}
        onChange={(scenario) =>
          onChange({ scenario, ...(scenario === '' ? {} : { seat: 'trainee', incident: '' }) })
        }
      />
      {form.scenario === '' ? (
        <>
          <TextField
            label="Incident to replay"
            value={form.incident}
            onChange={(incident) => onChange({ incident })}
            hint="One that is over, such as INC-42."
          />
          <Select
            label="How"
            options={[
              { value: 'trainee', label: 'Somebody leads; the world is played' },
              { value: 'watch', label: 'Watch it as it was' },
            ]}
            value={form.seat}
            onChange={(seat) => onChange({ seat })}
          />
        </>
      ) : null}
    </>
  );
}

function Seats({ form, onChange }: PartProps) {
  const people = useObjectOptions('Person');
  return (
    <>
      <SearchSelect
        label="Who leads"
        options={people}
        max={1}
        value={form.trainee === '' ? [] : [form.trainee]}
        onChange={([trainee = '']) => onChange({ trainee })}
        hint="Is paged now, and nobody else."
      />
      <SearchSelect
        label="Mentor (may be left out)"
        options={people}
        max={1}
        value={form.mentor === '' ? [] : [form.mentor]}
        onChange={([mentor = '']) => onChange({ mentor })}
      />
    </>
  );
}

function missingIn({ scenario, incident, seat, trainee }: Form): string | undefined {
  if (scenario === '' && !/^INC-[1-9]\d*$/.test(incident)) return 'Choose a scenario, or name an incident';
  return seat === 'trainee' && trainee === '' ? 'Say who leads' : undefined;
}

function bodyOf({ scenario, incident, seat, trainee, mentor, speed, override }: Form) {
  return {
    ...(scenario === '' ? { incident } : { scenario }),
    ...(seat === 'watch' || trainee === '' ? {} : { trainee }),
    ...(seat === 'watch' || mentor === '' ? {} : { mentor }),
    ...(override.trim() === '' ? {} : { override }),
    ...{ seat, speed: Number(speed) },
  };
}
