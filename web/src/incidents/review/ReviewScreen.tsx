import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useKeys } from '../../app/keys/keys.ts';
import { useTitle } from '../../app/page-title.ts';
import { SeverityTag } from '../../app/SeverityTag.tsx';
import { TextDrawer } from '../../assist/room/TextDrawer.tsx';
import { RcaPanel } from '../../assist/RcaPanel.tsx';
import { HindsightPanel } from '../../checks/court/HindsightPanel.tsx';
import { Button } from '../../ui/Button.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { StatePill } from '../incident-words.tsx';
import { useIncident, useWholeLog } from '../incident-api.ts';
import { ActionSection } from '../actions/ActionSection.tsx';
import { CloseReview } from './CloseReview.tsx';
import { FactorSection } from './FactorSection.tsx';
import { Moments } from './Moments.tsx';
import { savePdf, useReviewExports } from './review-export.ts';
import { ReviewFacts } from './ReviewFacts.tsx';
import { ReviewParts } from './ReviewParts.tsx';
import '../incidents.css';
import './review.css';

/** The review of an incident: what happened, why it could, what is done about it, and what is missing before it can close. */
export function ReviewScreen() {
  const { id = '' } = useParams({ strict: false });
  const incident = useIncident(id);
  const log = useWholeLog(id);
  if (incident.isPending || log.isPending) return <Loading what={`the review of ${id}`} />;
  if (incident.isError || log.isError) {
    return (
      <div className="screen">
        <h1>Review of {id}</h1>
        <FailureNote error={incident.error ?? log.error} />
      </div>
    );
  }
  return <Review incident={incident.data} events={log.data} />;
}

function Review({ incident, events }: { incident: Incident; events: readonly StoredEvent[] }) {
  const navigate = useNavigate();
  useTitle(`Review of ${incident.id}`);
  useKeys([
    {
      id: 'review.room',
      keys: 'v',
      label: 'Back to the room',
      group: 'Review',
      run: () => void navigate({ to: '/incidents/$id', params: { id: incident.id } }),
    },
  ]);
  return (
    <div className="screen ui-stack review">
      <ReviewHead incident={incident} />
      <CloseReview incident={incident} />
      <div className="review-columns">
        <div className="ui-stack">
          <ReviewParts incident={incident} />
          <Moments incident={incident} events={events} />
        </div>
        <div className="ui-stack">
          <ReviewFacts incident={incident} events={events} />
          <ActionSection incident={incident} />
          <FactorSection incident={incident} />
          <RcaPanel incident={incident} />
          <HindsightPanel incident={incident} />
        </div>
      </div>
    </div>
  );
}

function ReviewHead({ incident }: { incident: Incident }) {
  const exported = useReviewExports(incident.id);
  const [drafting, setDrafting] = useState(false);
  const [printing, setPrinting] = useState(false);
  const print = async () => {
    setPrinting(true);
    await savePdf(incident.id);
    setPrinting(false);
  };
  return (
    <header className="ui-row">
      <SeverityTag severity={incident.severity} />
      <h1>
        {incident.drill ? 'DRILL ' : ''}Review of{' '}
        <Link to="/incidents/$id" params={{ id: incident.id }}>
          {incident.id}
        </Link>{' '}
        {incident.title}
      </h1>
      <StatePill state={incident.state} />
      <span className="screen-gap" />
      <span className="ui-row ui-no-print">
        <Link to="/incidents/$id/log" params={{ id: incident.id }}>
          Full record
        </Link>
        <Link to="/actions">All actions</Link>
        <Button onClick={() => setDrafting(true)}>Draft</Button>
        <Button busy={printing} onClick={() => void print()}>
          PDF
        </Button>
        <Menu label="Export" items={exported} />
      </span>
      {drafting ? (
        <TextDrawer incident={incident} feature="review" onClose={() => setDrafting(false)} />
      ) : null}
    </header>
  );
}
