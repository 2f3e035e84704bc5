import { useState } from 'react';
import { TextArea } from '../../../ui/TextArea.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { ActDialog, type RoomDialogProps } from './ActDialog.tsx';

/** Title and summary of an incident, as everybody reads them. */
export function DescribeDialog(props: RoomDialogProps) {
  // Of when the form was opened: the room goes on living behind it.
  const [was] = useState({ title: props.incident.title, summary: props.incident.summary });
  const [title, setTitle] = useState(props.incident.title);
  const [summary, setSummary] = useState(props.incident.summary);
  return (
    <ActDialog
      {...props}
      title="Title and summary"
      verb="Save"
      missing={title.trim() === '' ? 'Give it a title' : undefined}
      acts={[{ path: 'description', body: { title, summary, was }, done: 'Title and summary changed' }]}
    >
      <TextField label="Title" required autoFocus value={title} onChange={setTitle} maxLength={200} />
      <TextArea label="Summary" value={summary} onChange={setSummary} maxLength={10_000} />
    </ActDialog>
  );
}
