import type { Dismissal, RcaFlag } from '@fieldmarshal/contract/rca';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { useRcaAct } from './rca-api.ts';
import { dismissalWords } from './rca-words.ts';

const options = Object.entries(dismissalWords).map(([value, label]) => ({ value, label }));
const isDismissal = (value: string): value is Dismissal => value in dismissalWords;

/** Says why an incident needs no deep analysis; the flag learns from it. */
export function DismissDialog({ flag, onClose }: { flag: RcaFlag; onClose: () => void }) {
  const act = useRcaAct(flag.incidentId);
  const [dismissal, setDismissal] = useState<Dismissal>(flag.verdict?.dismissal ?? 'known-cause');
  const [note, setNote] = useState(flag.verdict?.note ?? '');
  const send = () => act.mutate({ verb: 'dismiss', body: { dismissal, note } }, { onSuccess: onClose });
  return (
    <Dialog
      open
      onClose={onClose}
      onSubmit={send}
      title={`${flag.incidentId} needs no deep analysis`}
      footer={
        <>
          <Button look="primary" busy={act.isPending} onClick={send}>
            Not needed
          </Button>
          <Button onClick={onClose}>Go back</Button>
        </>
      }
    >
      <div className="ui-stack">
        <Select
          label="Why"
          value={dismissal}
          options={options}
          onChange={(value) => {
            if (isDismissal(value)) setDismissal(value);
          }}
        />
        <TextArea label="In words" value={note} onChange={setNote} onSubmit={send} maxLength={2000} />
        <FailureNote error={act.error} />
      </div>
    </Dialog>
  );
}
