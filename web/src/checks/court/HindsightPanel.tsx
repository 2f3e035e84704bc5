import type { Hindsight } from '@fieldmarshal/contract/checks/court';
import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Button } from '../../ui/Button.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Time } from '../../ui/Time.tsx';
import { useHindsight } from './court-api.ts';
import { DraftDialog } from './DraftDialog.tsx';
import { HindsightAnswer } from './HindsightAnswer.tsx';
import '../checks.css';

const ended = new Set<Incident['state']>(['monitoring', 'resolved', 'reviewed']);

/** After an incident: which check saw it, or would one have seen it, and a test to start from. Nothing while it still goes on. */
export function HindsightPanel({ incident }: { incident: Incident }) {
  if (!ended.has(incident.state) || incident.drill) return null;
  return <Asked incident={incident} />;
}

function Asked({ incident }: { incident: Incident }) {
  const hindsight = useHindsight(incident.id);
  return (
    <section className="ui-card room-panel ui-stack" aria-label="Would a check have seen it?">
      <h2>Would a check have seen it?</h2>
      {hindsight.isPending ? <Loading what="what checks saw" /> : null}
      <FailureNote error={hindsight.error} />
      {hindsight.data === undefined ? null : hindsight.data.seenBy.length > 0 ? (
        <Seen seenBy={hindsight.data.seenBy} />
      ) : (
        <Unseen incident={incident} hindsight={hindsight.data} />
      )}
    </section>
  );
}

function Seen({ seenBy }: { seenBy: Hindsight['seenBy'] }) {
  return (
    <>
      <p>
        {seenBy.some(({ isBefore }) => isBefore)
          ? 'Yes, before it was declared.'
          : 'Yes, after it was declared.'}
      </p>
      <ul className="checks-list">
        {seenBy.map(({ check, displayName, environment, run, startedAt }) => (
          <li key={`${check} ${environment}`}>
            <Link to="/runs/$id" params={{ id: run }}>
              {displayName} in {environment}
            </Link>{' '}
            <span className="ui-quiet">
              <Time at={startedAt} show="clock" />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Unseen({ incident, hindsight }: { incident: Incident; hindsight: Hindsight }) {
  const [isDrafting, setDrafting] = useState(false);
  const { watching, workflow } = hindsight;
  return (
    <>
      <p>
        No check failed by it.{' '}
        {incident.product === null
          ? 'It has no product, so nobody knows which checks look there.'
          : watching.length === 0
            ? 'None looks at its product there.'
            : `${watching.length === 1 ? 'One looks' : `${watching.length} look`} at its product there:`}
      </p>
      {watching.length === 0 ? null : (
        <ul className="checks-list">
          {watching.map(({ check, displayName }) => (
            <li key={check}>
              <Link to="/checks/$name" params={{ name: check }}>
                {displayName}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {workflow === null ? null : (
        <p>
          <Button onClick={() => setDrafting(true)}>Draft a test</Button>{' '}
          <span className="ui-quiet">of {workflow.displayName}</span>
        </p>
      )}
      <HindsightAnswer id={incident.id} answer={hindsight.answer} />
      {isDrafting && workflow !== null ? (
        <DraftDialog
          wanted={{ workflow: workflow.name, incident: incident.id }}
          onClose={() => setDrafting(false)}
        />
      ) : null}
    </>
  );
}
