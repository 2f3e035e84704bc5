import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useExempt } from './readiness-api.ts';

interface ExemptDialogProps {
  product: string;
  standard: string;
  title: string;
  onClose: () => void;
}

/** Lets a product go without a standard until a day; whoever sends it is its approver. */
export function ExemptDialog({ product, standard, title, onClose }: ExemptDialogProps) {
  const exempt = useExempt();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const missing =
    reason.trim() === '' ? 'Say why first' : until === '' ? 'Say until which day first' : undefined;
  const send = () => {
    if (missing !== undefined) return;
    exempt.mutate({ product, standard, reason, expiresAt: `${until}T23:59:59Z` }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      onSubmit={send}
      title={`Exempt from: ${title}`}
      footer={
        <>
          <Button look="primary" busy={exempt.isPending} disabledReason={missing} onClick={send}>
            Approve the exemption
          </Button>
          <Button onClick={onClose}>Go back</Button>
        </>
      }
    >
      <div className="ui-stack">
        <TextArea
          label="Why it may go without"
          value={reason}
          onChange={setReason}
          onSubmit={send}
          maxLength={2000}
        />
        <TextField
          label="Until"
          type="date"
          hint="At most a year; the standard counts again after this day (UTC)."
          value={until}
          onChange={setUntil}
        />
        <FailureNote error={exempt.error} />
      </div>
    </Dialog>
  );
}
