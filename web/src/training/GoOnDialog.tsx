import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useDrillAct } from './training-api.ts';

interface GoOnDialogProps {
  id: string;
  /** What it was refused with when nothing was said. */
  refused: Error;
  onClose: () => void;
}

/** A drill that something real stopped goes on when that is over, or now, with a reason that a lead gives. */
export function GoOnDialog({ id, refused, onClose }: GoOnDialogProps) {
  const act = useDrillAct(id);
  const [override, setOverride] = useState('');
  const send = () => {
    const body = override.trim() === '' ? {} : { override };
    act.mutate({ path: 'resume', body }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      size="small"
      title="Go on with the drill"
      verb="Go on"
      onClose={onClose}
      onSubmit={send}
      busy={act.isPending}
      error={act.error ?? refused}
    >
      <TextField
        label="Why it goes on although a real SEV1 is open"
        value={override}
        onChange={setOverride}
        maxLength={500}
        hint="Only for leads; leave it empty once that is over."
      />
    </FormDialog>
  );
}
