import type { ShortResult } from '@fieldmarshal/contract/relay';
import { utcMinute } from '@fieldmarshal/contract/text/utc-minute';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { post, useRelayWrite } from '../relay-api.ts';

const outcomes: Readonly<Record<ShortResult['outcome'], string>> = {
  opened:
    'Nothing was known of it. It is open here now as far as the message tells, with an alert that is routed as any other.',
  attached: 'It is known already; the message is attached to it.',
  known: 'This message was entered before. Nothing changed.',
};

/** Headquarters: what a site showed as a QR code, wrote on paper or read out. */
export function EnterMessageDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const enter = useRelayWrite(async () => post<ShortResult>('/api/v1/sites/messages', { text }));
  const done = enter.data;
  return (
    <Dialog
      open
      title={done === undefined ? 'Enter a short message' : `${done.incident} of ${done.site}`}
      onClose={onClose}
      {...(done === undefined ? { onSubmit: () => enter.mutate() } : {})}
      footer={
        done === undefined ? (
          <Button
            look="primary"
            type="submit"
            busy={enter.isPending}
            disabledReason={text.trim() === '' ? 'Scan or type it first' : undefined}
          >
            Enter
          </Button>
        ) : (
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      {done === undefined ? (
        <div className="ui-stack">
          <TextArea
            label="Message"
            hint='As the QR code or the paper has it; it begins with "FM1". Small letters and spaces do not matter.'
            value={text}
            onChange={setText}
          />
          <FailureNote error={enter.error} />
        </div>
      ) : (
        <div className="ui-stack">
          <p>
            <b>
              {done.severity ?? 'Not assessed'}
              {done.product === null ? '' : `, ${done.product}`}
            </b>
            , since {utcMinute(done.since)} by its clock. They ask to be called.
          </p>
          <p>{outcomes[done.outcome]}</p>
          <p>
            <Link to="/envs/$name/incidents/$incident" params={{ name: done.site, incident: done.incident }}>
              Open it
            </Link>
          </p>
        </div>
      )}
    </Dialog>
  );
}
