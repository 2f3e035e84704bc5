import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';

interface SendLaterProps {
  busy: boolean;
  /** With the moment at which it leaves, RFC 3339. */
  onSend: (sendAt: string) => void;
  onCancel: () => void;
}

/** Approves now what leaves later, by the clock of this device; it can be taken back until then. */
export function SendLater({ busy, onSend, onCancel }: SendLaterProps) {
  const [at, setAt] = useState('');
  const moment = new Date(at);
  const missing = Number.isNaN(moment.getTime()) ? 'Say when it leaves' : undefined;
  return (
    <form
      className="ui-row comms-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === undefined && !busy) onSend(moment.toISOString());
      }}
    >
      <TextField
        label="Leaves at"
        type="datetime-local"
        hint="Within a week, before the next update it promises. If something changes that its readers would notice, it is held back and you are told."
        value={at}
        onChange={setAt}
      />
      <Button type="submit" busy={busy} disabledReason={missing}>
        Approve for then
      </Button>
      <Button look="plain" onClick={onCancel}>
        Cancel
      </Button>
    </form>
  );
}
