import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

export interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  /** What will happen, to whom, and whether it can be undone. */
  children: ReactNode;
  /** The verb of the deciding button: "Resolve", never "OK". */
  verb: string;
  busy?: boolean;
}

/** A second look before something customers see or something that ends. Enter confirms, Escape leaves. */
export function Confirm({ open, onClose, onConfirm, title, children, verb, busy = false }: ConfirmProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      size="small"
      footer={
        <>
          <Button look="primary" busy={busy} onClick={onConfirm}>
            {verb}
          </Button>
          <Button onClick={onClose}>Go back</Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
