import { useState } from 'react';
import { useObjectOptions } from '../../../catalog/object-api.ts';
import { Select } from '../../../ui/Select.tsx';
import { TextArea } from '../../../ui/TextArea.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { severityChoices } from '../../DeclareDialog.tsx';
import { useIncidents } from '../../incident-api.ts';
import { ResolveDialog } from '../../../localisation/ResolveDialog.tsx';
import { ActDialog, type RoomDialogProps } from './ActDialog.tsx';
import { DescribeDialog } from './DescribeDialog.tsx';
import { PrivacyDialog } from './PrivacyDialog.tsx';
import { RolesDialog } from './RolesDialog.tsx';

export type RoomDialogName =
  | 'page'
  | 'roles'
  | 'task'
  | 'severity'
  | 'describe'
  | 'update'
  | 'bridge'
  | 'privacy'
  | 'merge'
  | 'resolve'
  | 'reopen'
  | 'review';

/** The small forms of a room, one for each action. */
export function RoomDialogs({ name, ...props }: RoomDialogProps & { name: RoomDialogName }) {
  switch (name) {
    case 'page':
      return <PageDialog {...props} />;
    case 'roles':
      return <RolesDialog {...props} />;
    case 'task':
      return <TaskDialog {...props} />;
    case 'severity':
      return <SeverityDialog {...props} />;
    case 'describe':
      return <DescribeDialog {...props} />;
    case 'update':
      return <UpdateDialog {...props} />;
    case 'bridge':
      return <BridgeDialog {...props} />;
    case 'privacy':
      return <PrivacyDialog {...props} />;
    case 'merge':
      return <MergeDialog {...props} />;
    case 'resolve':
      return <ResolveDialog {...props} />;
    case 'reopen':
    case 'review':
      return <ClosingDialog {...props} name={name} />;
  }
}

function PageDialog(props: RoomDialogProps) {
  const teams = useObjectOptions('Team');
  const [team, setTeam] = useState('');
  const [reason, setReason] = useState('');
  return (
    <ActDialog
      {...props}
      title="Page a team"
      verb="Page"
      missing={team === '' ? 'Choose a team' : undefined}
      acts={[{ path: 'teams', body: { team, reason }, done: askedIn(team, props.incident) }]}
    >
      <Select
        label="Team"
        placeholder="Choose a team"
        required
        options={teams}
        value={team}
        onChange={setTeam}
      />
      <TextField label="Why them?" value={reason} onChange={setReason} maxLength={500} />
    </ActDialog>
  );
}

/** In a drill nobody is paged: the script answers for the team. */
function askedIn(team: string, { drill }: RoomDialogProps['incident']): string {
  return drill ? `Team ${team} is asked in, in the drill` : `Team ${team} is being paged`;
}

function TaskDialog(props: RoomDialogProps) {
  const people = useObjectOptions('Person');
  const [title, setTitle] = useState('');
  const [assignee, setAssignee] = useState('');
  return (
    <ActDialog
      {...props}
      title="Add a task"
      verb="Add"
      missing={title.trim() === '' ? 'Say what is to be done' : undefined}
      acts={[
        {
          path: 'tasks',
          body: { title, assignee: assignee === '' ? null : assignee },
          done: 'Task added',
        },
      ]}
    >
      <TextField
        label="What is to be done?"
        required
        autoFocus
        value={title}
        onChange={setTitle}
        maxLength={200}
      />
      <Select
        label="Who does it?"
        placeholder="Nobody yet"
        options={people}
        value={assignee}
        onChange={setAssignee}
      />
    </ActDialog>
  );
}

function SeverityDialog(props: RoomDialogProps) {
  const [severity, setSeverity] = useState<string>(props.incident.severity ?? '');
  const [reason, setReason] = useState('');
  return (
    <ActDialog
      {...props}
      title="Set the severity"
      verb="Set"
      missing={severity === '' ? 'Choose a severity' : undefined}
      acts={[{ path: 'severity', body: { severity, reason }, done: `Severity is ${severity}` }]}
    >
      <Select label="Severity" options={severityChoices} value={severity} onChange={setSeverity} />
      <TextField label="Why?" value={reason} onChange={setReason} maxLength={500} />
    </ActDialog>
  );
}

const updateChoices = [10, 15, 20, 30, 60, 120].map((minutes) => ({
  value: String(minutes),
  label: `in ${minutes} minutes`,
}));

function UpdateDialog(props: RoomDialogProps) {
  const [minutes, setMinutes] = useState('30');
  return (
    <ActDialog
      {...props}
      title="Promise the next update"
      verb="Promise"
      acts={[{ path: 'update-due', body: { inMinutes: Number(minutes) }, done: 'Next update promised' }]}
    >
      <Select label="Next update" options={updateChoices} value={minutes} onChange={setMinutes} />
    </ActDialog>
  );
}

function BridgeDialog(props: RoomDialogProps) {
  const [url, setUrl] = useState(props.incident.bridge ?? '');
  return (
    <ActDialog
      {...props}
      title="Set the bridge"
      verb="Set"
      acts={[{ path: 'bridge', body: { url: url.trim() === '' ? null : url.trim() }, done: 'Bridge set' }]}
    >
      <TextField
        label="Address of the conference"
        type="url"
        placeholder="https://…"
        autoFocus
        value={url}
        onChange={setUrl}
        hint="Empty removes it."
      />
    </ActDialog>
  );
}

function MergeDialog(props: RoomDialogProps) {
  const others = useIncidents({ open: 'true' });
  const [into, setInto] = useState('');
  const options = (others.data?.pages.flatMap((page) => page.items) ?? [])
    .filter((other) => other.id !== props.incident.id && !other.drill)
    .map((other) => ({ value: other.id, label: `${other.id} ${other.title}` }));
  return (
    <ActDialog
      {...props}
      title="Merge into another incident"
      verb="Merge"
      missing={into === '' ? 'Choose the incident it duplicates' : undefined}
      acts={[{ path: 'merge', body: { into }, done: `Merged into ${into}` }]}
    >
      <p>
        This one ends as a duplicate. Its alerts, teams and open tasks go over. It can be opened again, but
        what went over stays there.
      </p>
      <Select
        label="Duplicate of"
        placeholder="Choose an open incident"
        options={options}
        value={into}
        onChange={setInto}
      />
    </ActDialog>
  );
}

const closing = {
  reopen: {
    title: 'Open the incident again',
    verb: 'Open again',
    field: 'What came back?',
    name: 'reason',
    done: 'Open again',
  },
  review: {
    title: 'Close the review',
    verb: 'Close',
    field: 'What did we learn?',
    name: 'summary',
    done: 'Review closed',
  },
} as const;

function ClosingDialog({ name, ...props }: RoomDialogProps & { name: keyof typeof closing }) {
  const [text, setText] = useState('');
  const words = closing[name];
  return (
    <ActDialog
      {...props}
      title={words.title}
      verb={words.verb}
      acts={[{ path: name, body: { [words.name]: text }, done: words.done }]}
    >
      <TextArea label={words.field} autoFocus value={text} onChange={setText} />
    </ActDialog>
  );
}
