import type { Incident } from '@fieldmarshal/contract/incidents/room';
import type { ReactNode } from 'react';
import { FormDialog } from '../../../app/FormDialog.tsx';
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
    try {
      for (const act of acts) await run.mutateAsync(act);
      onClose();
    } catch {
      // The form shows it.
    }
  };
  return (
    <FormDialog
      size="small"
      title={title}
      verb={verb}
      onClose={onClose}
      onSubmit={() => void submit()}
      busy={run.isPending}
      missing={missing}
      error={run.error}
    >
      {children}
    </FormDialog>
  );
}
