import type { TeamState, TeamWork } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { Select } from '../../../ui/Select.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import type { Act } from '../../incident-api.ts';
import { teamStateWords } from '../../incident-words.tsx';
import { ActDialog, type RoomDialogProps } from './ActDialog.tsx';

const states: readonly TeamState[] = ['acknowledged', 'joined', 'working', 'done', 'declined'];
const dueChoices = [
  { value: 'keep', label: 'As it is' },
  ...[5, 10, 15, 30, 60].map((minutes) => ({ value: String(minutes), label: `in ${minutes} minutes` })),
  { value: 'none', label: 'None promised' },
];

/** How far a team is, and when it will say more. */
export function TeamDialog({ team, name, ...props }: RoomDialogProps & { team: TeamWork; name: string }) {
  const [state, setState] = useState(states.includes(team.state) ? team.state : '');
  const [note, setNote] = useState(team.note);
  const [due, setDue] = useState('keep');
  const acts: Act[] = [];
  if (state !== '' && (state !== team.state || note !== team.note))
    acts.push({ path: `teams/${team.team}/state`, body: { state, note } });
  if (due !== 'keep')
    acts.push({
      path: `teams/${team.team}/update-due`,
      body: due === 'none' ? { due: null } : { inMinutes: Number(due) },
    });
  return (
    <ActDialog
      {...props}
      title={`Team ${name}`}
      verb="Say"
      missing={acts.length === 0 ? 'Nothing is changed yet' : undefined}
      acts={acts.map((act, index) => (index === acts.length - 1 ? { ...act, done: `${name}: noted` } : act))}
    >
      <Select
        label="State"
        placeholder={teamStateWords[team.state]}
        options={states.map((value) => ({ value, label: teamStateWords[value] }))}
        value={state}
        onChange={(value) => setState(states.find((each) => each === value) ?? '')}
      />
      <TextField label="What do they do?" value={note} onChange={setNote} maxLength={500} />
      <Select label="Next word" options={dueChoices} value={due} onChange={setDue} />
    </ActDialog>
  );
}
