import { missingOf, type Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { RoomDialogs } from '../room/forms/RoomDialogs.tsx';

/** What is still missing, in words, and the button that closes the review. Nothing missing is forced: people know why. */
export function CloseReview({ incident }: { incident: Incident }) {
  const [closing, setClosing] = useState(false);
  const missing = missingOf(incident);
  if (incident.state === 'reviewed') return <p className="ui-card">The review is closed.</p>;
  if (incident.state !== 'resolved')
    return (
      <p className="ui-card">
        {incident.id} is still open; its review can be written, and closes after its end.
      </p>
    );
  return (
    <section className="ui-card ui-row" aria-label="Closing the review">
      <div>{missing.length === 0 ? 'Nothing is missing.' : `Still missing: ${missing.join(', ')}.`}</div>
      <span className="screen-gap" />
      <span className="ui-no-print">
        <Button look={missing.length === 0 ? 'primary' : 'normal'} onClick={() => setClosing(true)}>
          Close the review
        </Button>
      </span>
      {closing ? <RoomDialogs name="review" incident={incident} onClose={() => setClosing(false)} /> : null}
    </section>
  );
}
