import type { Climber, ShownLadder } from '@fieldmarshal/contract/training';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useLadderAct } from '../training-api.ts';

interface EnrolDialogProps {
  ladder: ShownLadder;
  onClose: () => void;
}

/** Puts somebody on a ladder, or says that they are qualified already. */
export function EnrolDialog({ ladder, onClose }: EnrolDialogProps) {
  const act = useLadderAct(ladder.name);
  const people = useObjectOptions('Person');
  const [form, setForm] = useState({ person: '', mentor: '', grantedBecause: '' });
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const missing = form.person === '' ? 'Say who' : undefined;
  const send = () => {
    if (missing !== undefined) return;
    const given = Object.fromEntries(Object.entries(form).filter(([, value]) => value.trim() !== ''));
    act.mutate({ path: 'people', body: given }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      title={`On the ladder ${ladder.title}`}
      onClose={onClose}
      onSubmit={send}
      footer={
        <>
          <Button look="primary" busy={act.isPending} disabledReason={missing} onClick={send}>
            Put them on it
          </Button>
          <Button onClick={onClose}>Go back</Button>
        </>
      }
    >
      <div className="ui-stack">
        <SearchSelect
          label="Who"
          options={people}
          max={1}
          value={form.person === '' ? [] : [form.person]}
          onChange={([person = '']) => change({ person })}
        />
        <SearchSelect
          label="Mentor (may be left out)"
          options={people}
          max={1}
          value={form.mentor === '' ? [] : [form.mentor]}
          onChange={([mentor = '']) => change({ mentor })}
        />
        <TextField
          label="Qualified already, because"
          value={form.grantedBecause}
          onChange={(grantedBecause) => change({ grantedBecause })}
          hint="Leave empty for whoever still has to learn it."
        />
        <FailureNote error={act.error} />
      </div>
    </Dialog>
  );
}

/** Signs that somebody has what the step they are on asks. */
export function SignDialog({ ladder, climber, onClose }: EnrolDialogProps & { climber: Climber }) {
  const act = useLadderAct(ladder.name);
  const [note, setNote] = useState('');
  const missing = note.trim() === '' ? 'Say what you saw' : undefined;
  const send = () => {
    if (missing !== undefined) return;
    const { person, step } = climber;
    act.mutate({ path: 'sign-offs', body: { person, step, note } }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      title={`Sign for ${climber.name}: ${climber.step ?? ''}`}
      onClose={onClose}
      onSubmit={send}
      footer={
        <>
          <Button look="primary" busy={act.isPending} disabledReason={missing} onClick={send}>
            Sign
          </Button>
          <Button onClick={onClose}>Go back</Button>
        </>
      }
    >
      <div className="ui-stack">
        <TextArea
          label="What you saw them do"
          value={note}
          onChange={setNote}
          onSubmit={send}
          maxLength={2000}
        />
        <p className="ui-quiet">
          Your name stands beside it. Only who is qualified signs, and nobody for themselves.
        </p>
        <FailureNote error={act.error} />
      </div>
    </Dialog>
  );
}
