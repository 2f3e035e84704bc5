import type { Climber, ShownLadder } from '@fieldmarshal/contract/training';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Time } from '../../ui/Time.tsx';
import { useLadderAct } from '../training-api.ts';

interface ClimberDialogProps {
  ladder: ShownLadder;
  climber: Climber;
  onClose: () => void;
}

/** Who somebody's mentor is, whether they are qualified by a word, and what can be taken back. */
export function ClimberDialog({ ladder, climber, onClose }: ClimberDialogProps) {
  const act = useLadderAct(ladder.name);
  const people = useObjectOptions('Person');
  const [form, setForm] = useState({
    mentor: climber.mentor?.person ?? '',
    granted: climber.grantedBecause ?? '',
  });
  const [isLeaving, setLeaving] = useState(false);
  const { person, name } = climber;
  const keep = () => {
    const granted = form.granted.trim();
    const body = {
      ...{ person, mentor: form.mentor === '' ? null : form.mentor },
      // Said again it would count from now on.
      ...(granted === (climber.grantedBecause ?? '')
        ? {}
        : { grantedBecause: granted === '' ? null : granted }),
    };
    act.mutate({ path: 'people', body }, { onSuccess: onClose });
  };
  const takeOff = () =>
    act.mutate({ method: 'DELETE', path: `people/${encodeURIComponent(person)}` }, { onSuccess: onClose });
  return (
    <Dialog
      open
      title={`${name} on the ladder ${ladder.title}`}
      onClose={onClose}
      onSubmit={keep}
      footer={
        <>
          <Button look="primary" busy={act.isPending} onClick={keep}>
            Keep
          </Button>
          <Button onClick={onClose}>Go back</Button>
          <Button look="ending" onClick={() => (isLeaving ? takeOff() : setLeaving(true))}>
            {isLeaving ? `Take ${name} off now` : 'Take off the ladder…'}
          </Button>
        </>
      }
    >
      <div className="ui-stack">
        <SearchSelect
          label="Mentor (may be left out)"
          options={people.filter(({ value }) => value !== person)}
          max={1}
          value={form.mentor === '' ? [] : [form.mentor]}
          onChange={([mentor = '']) => setForm({ ...form, mentor })}
        />
        <TextField
          label="Qualified already, because"
          value={form.granted}
          onChange={(granted) => setForm({ ...form, granted })}
          maxLength={500}
          hint="Empty: only by the steps."
        />
        <Signatures
          climber={climber}
          onTakeBack={(step, by) =>
            act.mutate({
              method: 'DELETE',
              path: `people/${encodeURIComponent(person)}/sign-offs/${encodeURIComponent(step)}/${encodeURIComponent(by)}`,
            })
          }
        />
        {isLeaving ? <Leaving name={name} /> : null}
        <FailureNote error={act.error} />
      </div>
    </Dialog>
  );
}

function Leaving({ name }: { name: string }) {
  return (
    <p className="ui-note">
      Off the ladder, nobody knows of {name} whether they may lead alone. What they did and who signed for it
      comes back if they are put on it again.
    </p>
  );
}

interface SignaturesProps {
  climber: Climber;
  onTakeBack: (step: string, by: string) => void;
}

function Signatures({ climber: { steps }, onTakeBack }: SignaturesProps) {
  const all = steps.flatMap(({ name, title, signOffs }) =>
    signOffs.map((signed) => ({ ...signed, step: name, title })),
  );
  if (all.length === 0) return <p className="ui-quiet">Nobody has signed for a step yet.</p>;
  return (
    <ul className="drill-script" aria-label="Signatures">
      {all.map(({ step, title, person, by, note, at }) => (
        <li key={`${step} ${person}`}>
          <span>
            {title}: {by}, <Time at={at} show="ago" />
          </span>
          <span className="ui-quiet">{note}</span>
          <span>
            <Button
              look="plain"
              onClick={() => onTakeBack(step, person)}
              aria-label={`Take back the signature of ${by} for ${title}`}
            >
              Take it back
            </Button>
          </span>
        </li>
      ))}
    </ul>
  );
}
