import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { ActDialog, type RoomDialogProps } from '../../incidents/room/forms/ActDialog.tsx';
import { RunbookText } from '../../knowledge/RunbookText.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { recordText, useOffer } from './delegation-api.ts';

const minuteChoices = [5, 10, 15, 30, 60].map((minutes) => ({
  value: String(minutes),
  label: `${minutes} minutes`,
}));
const adviceWords = {
  'field-marshal': 'The advice is that a Field Marshal should lead this.',
  ask: 'The advice is to ask a Field Marshal.',
  team: 'The advice is that the product team can do this alone.',
} as const;

/** Who gets it, how long they have to take it over, and what they will read. */
export function DelegateDialog(props: RoomDialogProps) {
  const { id } = props.incident;
  const teams = useObjectOptions('Team');
  const [chosen, setChosen] = useState('');
  const [minutes, setMinutes] = useState('15');
  const [reason, setReason] = useState('');
  const offer = useOffer(id, chosen);
  const team = chosen || (offer.data?.team ?? '');
  return (
    <ActDialog
      {...props}
      title="Give it to a team alone"
      verb="Give and page"
      missing={team === '' ? 'Choose a team first' : undefined}
      acts={[
        {
          path: 'delegation',
          body: { team, minutes: Number(minutes), reason },
          done: 'Given; they are paged',
        },
      ]}
    >
      <Select label="Team" placeholder="Choose a team" options={teams} value={team} onChange={setChosen} />
      <Select label="Time to take it over" options={minuteChoices} value={minutes} onChange={setMinutes} />
      <TextField label="Why they can do it alone" value={reason} onChange={setReason} maxLength={500} />
      {offer.isPending ? <Loading what="what they would read" /> : null}
      <FailureNote error={offer.error} />
      {offer.data === undefined ? null : (
        <>
          <p>
            {adviceWords[offer.data.advice]} ({offer.data.points} points)
          </p>
          {offer.data.record === null ? null : (
            <p className="ui-quiet">This team so far: {recordText(offer.data.record)}</p>
          )}
          <details>
            <summary>What they will read</summary>
            <RunbookText text={offer.data.pack} />
          </details>
        </>
      )}
    </ActDialog>
  );
}

const replies = {
  accept: { title: 'Take it over', verb: 'Take it over', label: 'Who does it, or how', needs: false },
  bounce: {
    title: 'Give it back',
    verb: 'Give it back',
    label: 'Why it is not for this team alone',
    needs: true,
  },
  recall: { title: 'Take it back', verb: 'Take it back', label: 'Why', needs: false },
} as const;
export type Reply = keyof typeof replies;

export function ReplyDialog({ reply, ...props }: RoomDialogProps & { reply: Reply }) {
  const [words, setWords] = useState('');
  const { title, verb, label, needs } = replies[reply];
  const body = reply === 'accept' ? { note: words } : { reason: words };
  return (
    <ActDialog
      {...props}
      title={title}
      verb={verb}
      missing={needs && words.trim() === '' ? 'Say why first' : undefined}
      acts={[{ path: `delegation/${reply}`, body }]}
    >
      <TextField label={label} value={words} onChange={setWords} maxLength={500} />
      {reply === 'bounce' ? (
        <p className="ui-quiet">The Field Marshal is paged, and what was given back counts in the advice.</p>
      ) : null}
    </ActDialog>
  );
}
