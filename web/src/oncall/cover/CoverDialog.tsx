import { useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { nowMs } from '../../ui/clock.ts';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useScheduleAct } from '../schedule-api.ts';
import { SpanFields, useSpan, type Picked } from '../SpanFields.tsx';

interface CoverForm {
  what: 'cover' | 'swap' | 'swap-with-one';
  to: 'schedule' | 'team';
  team: string;
  person: string[];
  reason: string;
}

const windowMs = 28 * 86_400_000;

/** The times that the form is about: what is offered, what one person gives, and where it may lie what one of several gives. */
function useTimes(picked: Picked) {
  const { schedule, title } = picked;
  const offered = useSpan(picked);
  const back = useSpan({ schedule, title });
  const within = useSpan({ schedule, title, end: new Date(nowMs() + windowMs).toISOString() });
  return { offered, back, within };
}
type Times = ReturnType<typeof useTimes>;

/** Offers part of a shift: for cover or as a swap to a pool, or as a swap to one person. */
export function CoverDialog({ picked, onClose }: { picked: Picked; onClose: () => void }) {
  const times = useTimes(picked);
  const act = useScheduleAct();
  const [form, setForm] = useState<CoverForm>({
    ...{ what: 'cover', to: 'schedule', team: '', person: [], reason: '' },
  });
  const missing = missingOf(form, times);
  const submit = () => {
    const whose = picked.people?.[0] === undefined ? {} : { person: picked.people[0] };
    const body = { ...times.offered.wire, reason: form.reason, ...whose, ...termsOf(form, times) };
    act.mutate(
      { path: `schedules/${picked.schedule}/covers`, body, done: 'Offered' },
      { onSuccess: onClose },
    );
  };
  const change = (part: Partial<CoverForm>) => setForm({ ...form, ...part });
  return (
    <FormDialog
      title={`Find cover or swap: ${picked.title}`}
      verb="Offer"
      onClose={onClose}
      onSubmit={submit}
      busy={act.isPending}
      missing={missing}
    >
      <SpanFields {...times.offered} />
      <Select
        label="What you ask for"
        options={[
          { value: 'cover', label: 'Cover' },
          { value: 'swap', label: 'Swap with the first who accepts' },
          { value: 'swap-with-one', label: 'Swap with one person' },
        ]}
        value={form.what}
        onChange={(what) => change({ what: whats.find((each) => each === what) ?? 'cover' })}
      />
      {form.what === 'swap-with-one' ? (
        <OnePerson form={form} onChange={change} times={times} />
      ) : (
        <Pool form={form} onChange={change} times={times} />
      )}
      <TextField label="Why" value={form.reason} onChange={(reason) => change({ reason })} required />
      <p className="ui-quiet">{promises[form.what]}</p>
    </FormDialog>
  );
}

const whats = ['cover', 'swap', 'swap-with-one'] as const;

const promises: Record<CoverForm['what'], string> = {
  cover: 'Until somebody accepts, the shift stays where it is.',
  swap: 'Who accepts first chooses a time of theirs that is as long as yours, and both are swapped at once. Until then, and when nobody has accepted before it begins, the shift stays yours.',
  'swap-with-one': 'Until they accept, both shifts stay where they are.',
};

function missingOf(form: CoverForm, { offered, back, within }: Times): string | undefined {
  const noReason = form.reason.trim() === '' ? 'Say why, so that people can decide' : undefined;
  const terms = {
    cover: () => noTeam(form),
    swap: () => noTeam(form) ?? within.problem ?? begun(offered),
    'swap-with-one': () => (form.person.length === 0 ? 'Choose whom to swap with' : back.problem),
  }[form.what];
  return noReason ?? offered.problem ?? terms();
}

function noTeam({ to, team }: CoverForm): string | undefined {
  return to === 'team' && team === '' ? 'Choose a team' : undefined;
}

function begun({ wire }: Times['offered']): string | undefined {
  const hasBegun = Date.parse(wire.start) <= nowMs();
  return hasBegun ? 'A swap with several is over when it begins: offer a later part' : undefined;
}

function termsOf(form: CoverForm, { back, within }: Times) {
  if (form.what === 'swap-with-one') return { swap: { person: form.person[0], ...back.wire } };
  const team = form.to === 'team' ? { team: form.team } : {};
  return form.what === 'swap' ? { ...team, swapWithin: within.wire } : team;
}

interface TermsProps {
  form: CoverForm;
  onChange: (part: Partial<CoverForm>) => void;
  times: Times;
}

/** To whom a shift is offered, and when it may be what one of them gives. */
function Pool({ form, onChange, times }: TermsProps) {
  const teams = useObjectOptions('Team');
  return (
    <>
      <Select
        label="Offer it to"
        options={[
          { value: 'schedule', label: 'Everybody of this schedule' },
          { value: 'team', label: 'A team' },
        ]}
        value={form.to}
        onChange={(to) => onChange({ to })}
      />
      {form.to === 'team' ? (
        <Select
          label="Team"
          placeholder="Choose a team"
          options={teams}
          value={form.team}
          onChange={(team) => onChange({ team })}
        />
      ) : null}
      {form.what === 'swap' ? (
        <>
          <p>You take in return a time of theirs on this schedule, as long as yours, that lies:</p>
          <SpanFields {...times.within} labels={{ start: 'Not before', end: 'Not after' }} />
        </>
      ) : null}
    </>
  );
}

function OnePerson({ form, onChange, times }: TermsProps) {
  const people = useObjectOptions('Person');
  return (
    <>
      <SearchSelect
        label="Swap with"
        max={1}
        options={people}
        value={form.person}
        onChange={(person) => onChange({ person })}
      />
      <p>You take in return, of theirs:</p>
      <SpanFields {...times.back} labels={{ start: 'Theirs from', end: 'Theirs to' }} />
    </>
  );
}
