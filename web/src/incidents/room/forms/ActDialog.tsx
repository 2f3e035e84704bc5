import type { Incident } from '@fieldmarshal/contract/incidents/room';
import type { ReactNode } from 'react';
import { FailureNote } from '../../../app/FailureNote.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { useAct, type Act } from '../../incident-api.ts';

export interface RoomDialogProps {
  incident: Incident;
  onClose: () => void;
}

interface FormProps extends RoomDialogProps {
  title: string;
  verb: string;
  /** One after the other; the first refusal ends it. */
  acts: readonly Act[];
  /** Why it cannot be sent yet. */
  missing?: string | undefined;
  children: ReactNode;
}

/** One action's form: stays open with what was typed, and the reason, when it is refused. */
export function ActDialog({ incident, onClose, title, verb, acts, missing, children }: FormProps) {
  const run = useAct(incident.id, { inForm: true });
  const submit = async () => {
    if (missing !== undefined || run.isPending) return;
    try {
      for (const act of acts) await run.mutateAsync(act);
      onClose();
    } catch {
      // The form shows it.
    }
  };
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={title}
      onSubmit={() => void submit()}
      footer={
        <>
          <Button look="primary" type="submit" busy={run.isPending} disabledReason={missing}>
            {verb}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="ui-stack">
        <FailureNote error={run.error} />
        {children}
      </div>
    </Dialog>
  );
}
