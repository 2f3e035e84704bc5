import type { RcaFlag } from '@fieldmarshal/contract/rca';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useRcaAct } from './rca-api.ts';

/** Sends an incident to a team for a deep root cause analysis, with what it should answer. */
export function AcceptDialog({ flag, onClose }: { flag: RcaFlag; onClose: () => void }) {
  const act = useRcaAct(flag.incidentId);
  const [team, setTeam] = useState(listOf(flag.assignment?.team));
  const [owner, setOwner] = useState(listOf(flag.assignment?.owner));
  const [dueOn, setDueOn] = useState(flag.assignment?.dueOn ?? '');
  const [note, setNote] = useState(flag.verdict?.note ?? '');
  const send = () =>
    act.mutate(
      {
        verb: 'accept',
        body: {
          ...(team[0] === undefined ? {} : { team: team[0] }),
          ...(owner[0] === undefined ? {} : { owner: owner[0] }),
          ...(dueOn === '' ? {} : { dueOn }),
          note,
        },
      },
      { onSuccess: onClose },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      onSubmit={send}
      title={`Analyse ${flag.incidentId} in depth`}
      footer={
        <>
          <Button look="primary" busy={act.isPending} onClick={send}>
            Send to the team
          </Button>
          <Button onClick={onClose}>Go back</Button>
        </>
      }
    >
      <div className="ui-stack">
        <Questions questions={flag.questions} />
        <SearchSelect
          label="Team"
          hint="Without one it goes to the team of the product that broke; where nobody owns it, to those who lead."
          value={team}
          max={1}
          onChange={setTeam}
          options={useObjectOptions('Team')}
        />
        <SearchSelect
          label="Owner"
          value={owner}
          max={1}
          onChange={setOwner}
          options={useObjectOptions('Person')}
        />
        <TextField
          label="Due"
          type="date"
          hint="In a fortnight where none is given. They are reminded from two days before."
          value={dueOn}
          onChange={setDueOn}
        />
        <TextArea
          label="What else they should know"
          value={note}
          onChange={setNote}
          onSubmit={send}
          maxLength={2000}
        />
        <FailureNote error={act.error} />
      </div>
    </Dialog>
  );
}

function listOf(name: string | null | undefined): string[] {
  return name ? [name] : [];
}

function Questions({ questions }: { questions: RcaFlag['questions'] }) {
  return (
    <>
      <p>It should answer:</p>
      <ul className="rca-reasons">
        {questions.map((question) => (
          <li key={question}>{question}</li>
        ))}
      </ul>
    </>
  );
}
