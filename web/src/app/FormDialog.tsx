import type { ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog, type DialogProps } from '../ui/Dialog.tsx';
import { FailureNote } from './FailureNote.tsx';

interface FormDialogProps extends Pick<DialogProps, 'title' | 'size' | 'onClose' | 'children'> {
  /** Of the deciding button, e.g. "Declare". */
  verb: string;
  /** Not called while something is missing or the last one still runs. */
  onSubmit: () => void;
  busy: boolean;
  /** What must be filled in first. */
  missing?: string | undefined;
  /** Why it was refused, shown above the fields; where nothing is given, a toast says so. */
  error?: unknown;
  /** Further buttons, after the deciding one. */
  buttons?: ReactNode;
}

/** A form in a dialog: it stays open, with what was typed, until what it asks for is done. */
export function FormDialog(props: FormDialogProps) {
  const { verb, onSubmit, busy, missing, error, buttons, children, onClose, ...dialog } = props;
  return (
    <Dialog
      open
      {...dialog}
      onClose={onClose}
      onSubmit={() => {
        if (missing === undefined && !busy) onSubmit();
      }}
      footer={
        <>
          <Button look="primary" type="submit" busy={busy} disabledReason={missing}>
            {verb}
          </Button>
          {buttons}
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="ui-stack">
        <FailureNote error={error} />
        {children}
      </div>
    </Dialog>
  );
}
