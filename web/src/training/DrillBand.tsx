import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useMe } from '../me/me-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { useDrillAct, useDrillOfRoom } from './training-api.ts';
import './training.css';

/** Above the room of a drill: that nothing of it is real, and what its trainee does in place of the real thing. */
export function DrillBand({ incident }: { incident: Incident }) {
  const drill = useDrillOfRoom(incident.id, incident.drill);
  const me = useMe();
  const [dialog, setDialog] = useState<'messages' | 'resolve' | null>(null);
  if (!incident.drill) return null;
  const isSeated = drill.data?.trainee !== null && drill.data?.trainee?.person === me.data?.person;
  const isRunning = drill.data?.state === 'running';
  return (
    <div className="ui-note drill-band">
      <p>
        <strong>DRILL.</strong>{' '}
        {drill.data?.live === true
          ? 'Its fault and the alerts are real until it ends: nobody else is paged for them, and nothing reaches customers.'
          : 'Nothing here is real: nobody else is paged, and nothing reaches customers.'}
      </p>
      {drill.data === null || drill.data === undefined ? null : (
        <div className="ui-row">
          <Link to="/drills/$id" params={{ id: drill.data.id }}>
            {drill.data.id}, {drill.data.state}
          </Link>
          {isRunning ? (
            <Button onClick={() => setDialog('messages')}>Tell customers (in the drill)</Button>
          ) : null}
          {isRunning && isSeated ? (
            <Button onClick={() => setDialog('resolve')}>Resolve the drill</Button>
          ) : null}
        </div>
      )}
      {dialog === null || !drill.data ? null : (
        <SeatDialog id={drill.data.id} title={incident.title} act={dialog} onClose={() => setDialog(null)} />
      )}
    </div>
  );
}

interface SeatDialogProps {
  id: string;
  title: string;
  act: 'messages' | 'resolve';
  onClose: () => void;
}

function SeatDialog({ id, title, act: path, onClose }: SeatDialogProps) {
  const act = useDrillAct(id);
  const [text, setText] = useState('');
  const isMessage = path === 'messages';
  const missing = text.trim() === '' ? 'Write it first' : undefined;
  const send = () => {
    if (missing !== undefined) return;
    act.mutate({ path, body: isMessage ? { text, title } : { summary: text } }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      title={isMessage ? 'Tell customers, in the drill' : 'Resolve the drill'}
      onClose={onClose}
      onSubmit={send}
      footer={
        <>
          <Button look="primary" busy={act.isPending} disabledReason={missing} onClick={send}>
            {isMessage ? 'Say it in the drill' : 'Resolve'}
          </Button>
          <Button onClick={onClose}>Go back</Button>
        </>
      }
    >
      <div className="ui-stack">
        <TextArea
          label={isMessage ? 'What customers would read' : 'What it was, and what ended it'}
          value={text}
          onChange={setText}
          onSubmit={send}
          maxLength={4000}
        />
        <p className="ui-quiet">
          {isMessage
            ? 'It stands in the log and is scored; nothing is sent.'
            : 'The drill ends and is scored.'}
        </p>
        <FailureNote error={act.error} />
      </div>
    </Dialog>
  );
}
