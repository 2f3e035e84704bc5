import { useState } from 'react';
import { useObjectOptions } from '../catalog/object-api.ts';
import { nowMs } from '../ui/clock.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { fieldText } from './days.ts';
import { useScheduleAct } from './schedule-api.ts';

/** What a dialog begins with: a shift that was clicked, or nothing but the schedule. */
export interface Picked {
  schedule: string;
  title: string;
  start?: string;
  end?: string;
  people?: readonly string[];
}

const hourMs = 3_600_000;

function useSpan({ start, end }: Picked) {
  const begin = start === undefined ? nowMs() : Math.max(Date.parse(start), nowMs());
  const [span, setSpan] = useState({
    start: fieldText(new Date(begin).toISOString()),
    end: fieldText(end ?? new Date(begin + 4 * hourMs).toISOString()),
  });
  const missing = span.start === '' || span.end === '' ? 'Say from when to when' : undefined;
  const backward = span.start >= span.end ? 'The end must be after the start' : undefined;
  return { span, setSpan, problem: missing ?? backward, wire: wireOf(span) };
}

function wireOf({ start, end }: { start: string; end: string }) {
  const iso = (text: string) => (text === '' ? '' : new Date(text).toISOString());
  return { start: iso(start), end: iso(end) };
}

function SpanFields({ span, setSpan, problem }: Omit<ReturnType<typeof useSpan>, 'wire'>) {
  return (
    <>
      <TextField
        label="From"
        type="datetime-local"
        value={span.start}
        onChange={(start) => setSpan({ ...span, start })}
        hint="On this device’s clock."
      />
      <TextField
        label="To"
        type="datetime-local"
        value={span.end}
        onChange={(end) => setSpan({ ...span, end })}
        error={problem === 'The end must be after the start' ? problem : undefined}
      />
    </>
  );
}

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
    if (missing !== undefined) return;
    const replaces = form.kind === 'replace' ? { replaces: form.replaces[0] } : {};
    const body = { kind: form.kind, user: form.user[0], ...replaces, why: form.why, ...span.wire };
    act.mutate(
      { path: `schedules/${picked.schedule}/overrides`, body, done: 'Changed' },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Change who is on: ${picked.title}`}
      onSubmit={submit}
      footer={
        <>
          <Button look="primary" type="submit" busy={act.isPending} disabledReason={missing}>
            Change
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="ui-stack">
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
      </div>
    </Dialog>
  );
}

/** Offers part of a shift to a pool, or to one person as a swap. */
export function CoverDialog({ picked, onClose }: { picked: Picked; onClose: () => void }) {
  const span = useSpan(picked);
  const back = useSpan({ schedule: picked.schedule, title: picked.title });
  const act = useScheduleAct();
  const [form, setForm] = useState<CoverForm>({ how: 'pool', team: '', person: [], reason: '' });
  const isSwap = form.how === 'swap';
  const noReason = form.reason.trim() === '' ? 'Say why, so that people can decide' : undefined;
  const noPerson = isSwap && form.person.length === 0 ? 'Choose whom to swap with' : undefined;
  const missing = noReason ?? noPerson ?? span.problem ?? (isSwap ? back.problem : undefined);
  const submit = () => {
    if (missing !== undefined) return;
    const whose = picked.people?.[0] === undefined ? {} : { person: picked.people[0] };
    const swap = isSwap ? { swap: { person: form.person[0], ...back.wire } } : {};
    const team = form.how === 'team' && form.team !== '' ? { team: form.team } : {};
    const body = { ...span.wire, reason: form.reason, ...whose, ...team, ...swap };
    act.mutate(
      { path: `schedules/${picked.schedule}/covers`, body, done: 'Offered' },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Find cover: ${picked.title}`}
      onSubmit={submit}
      footer={
        <>
          <Button look="primary" type="submit" busy={act.isPending} disabledReason={missing}>
            Offer
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="ui-stack">
        <SpanFields {...span} />
        <PoolFields form={form} onChange={(part) => setForm({ ...form, ...part })} back={back} />
        <TextField
          label="Why"
          value={form.reason}
          onChange={(reason) => setForm({ ...form, reason })}
          required
        />
        <p className="ui-quiet">Until somebody accepts, the shift stays where it is.</p>
      </div>
    </Dialog>
  );
}

interface CoverForm {
  how: string;
  team: string;
  person: string[];
  reason: string;
}

interface PoolFieldsProps {
  form: CoverForm;
  onChange: (part: Partial<CoverForm>) => void;
  /** The time that is taken in return. */
  back: ReturnType<typeof useSpan>;
}

/** To whom a shift is offered. */
function PoolFields({ form, onChange, back }: PoolFieldsProps) {
  const teams = useObjectOptions('Team');
  const people = useObjectOptions('Person');
  return (
    <>
      <Select
        label="Offer it to"
        options={[
          { value: 'pool', label: 'Everybody of this schedule' },
          { value: 'team', label: 'A team' },
          { value: 'swap', label: 'One person, as a swap' },
        ]}
        value={form.how}
        onChange={(how) => onChange({ how })}
      />
      {form.how === 'team' ? (
        <Select
          label="Team"
          placeholder="Choose a team"
          options={teams}
          value={form.team}
          onChange={(team) => onChange({ team })}
        />
      ) : null}
      {form.how === 'swap' ? (
        <>
          <SearchSelect
            label="Swap with"
            max={1}
            options={people}
            value={form.person}
            onChange={(person) => onChange({ person })}
          />
          <p>You take in return, of theirs:</p>
          <SpanFields {...back} />
        </>
      ) : null}
    </>
  );
}
