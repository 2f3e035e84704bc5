import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Time } from '../../ui/Time.tsx';
import { eventText } from '../event-text.ts';
import { useAct } from '../incident-api.ts';

interface EntryDialogProps {
  event: StoredEvent;
  incident: Incident;
  onClose: () => void;
}

/** One entry as it is stored, and its mark. */
export function EntryDialog({ event, incident, onClose }: EntryDialogProps) {
  const act = useAct(incident.id);
  const on = incident.marks.some(({ seq, mark }) => seq === event.seq && mark === 'decision');
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title={`Entry ${event.seq} of ${incident.id}`}
      footer={
        <>
          <Button
            look="primary"
            onClick={() => act.mutate({ path: 'marks', body: { seq: event.seq, mark: 'decision', on: !on } })}
          >
            {on ? 'This is no decision' : 'Mark as a decision'}
          </Button>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <div className="ui-stack">
        <p>
          <Time at={event.at} show="full" /> <b>{event.actor.name}</b> {eventText(event)}
        </p>
        <CodeBlock
          title={`${event.type}, version ${event.version}`}
          code={JSON.stringify(event.data, null, 2)}
        />
      </div>
    </Dialog>
  );
}
