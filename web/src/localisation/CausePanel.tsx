import type { Incident } from '@fieldmarshal/contract/incidents/room';
import type { Cause } from '@fieldmarshal/contract/localisation/cause';
import { Link } from '@tanstack/react-router';
import { useNames } from '../catalog/object-api.ts';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { Panel } from '../incidents/room/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { AnswerDialog } from './AnswerDialog.tsx';
import { useAnswerCause, useIncidentCause } from './cause-api.ts';
import { answerWords, candidateName, faultKindWords, share, verdictSentence } from './cause-words.ts';
import { SuspectList } from './SuspectList.tsx';
import './cause.css';

const shownSuspects = 3;

/** Which product, why, and why not the others: the short form beside the timeline. */
export function CausePanel({ incident }: { incident: Incident }) {
  const cause = useIncidentCause(incident.id);
  const verdict = cause.data?.verdict ?? null;
  const top = verdict?.suspects[0];
  const count = top === undefined ? undefined : verdict?.clear ? share(top.probability) : 'not clear';
  return (
    <Panel title="Likely cause" {...(count === undefined ? {} : { count })}>
      {cause.isPending ? <Loading what="the cause" /> : null}
      <FailureNote error={cause.error} />
      {cause.data === undefined ? null : <CauseShort cause={cause.data} incident={incident} />}
    </Panel>
  );
}

function CauseShort({ cause, incident: { id, drill } }: { cause: Cause; incident: Incident }) {
  const { verdict, state } = cause;
  if (drill && verdict === null)
    return (
      <div className="ui-stack">
        <p>A drill: no verdict is made of it. Who was it, as you see it?</p>
        <CauseAnswerRow cause={cause} />
      </div>
    );
  return (
    <div className="ui-stack">
      <p>{verdictSentence(cause)}</p>
      {verdict === null || state !== 'ready' ? null : (
        <SuspectList suspects={verdict.suspects.slice(0, shownSuspects)} sentences={1} incidentId={id} />
      )}
      {verdict === null || verdict.wouldDecide.length === 0 ? null : (
        <p className="ui-quiet">Would decide: {verdict.wouldDecide[0]}</p>
      )}
      <CauseAnswerRow cause={cause} />
      <p className="ui-quiet ui-small">
        {cause.judgedAt === null ? 'not looked at yet' : 'looked at '}
        {cause.judgedAt === null ? null : (
          <>
            <Time at={cause.judgedAt} show="ago" focusable={false} />, by rules, no model
          </>
        )}
      </p>
      <Link to="/incidents/$id/cause" params={{ id }}>
        All evidence
      </Link>
    </div>
  );
}

/** What people said, and what they can say. */
export function CauseAnswerRow({ cause }: { cause: Cause }) {
  const [correcting, setCorrecting] = useState(false);
  const nameOf = useNames('Product');
  const answer = useAnswerCause(cause);
  const first = cause.verdict?.suspects[0];
  // A newer verdict may come between the look and the click: what was read is what is answered.
  const read = cause.version === 0 ? {} : { version: cause.version };
  return (
    <div className="ui-stack">
      {cause.answer === null ? null : (
        <p>
          <b>{answerWords[cause.answer.answer]}</b>
          {cause.answer.cause === null ? '' : `: ${candidateName(cause.answer.cause, nameOf)}`}{' '}
          {cause.answer.faultKind === null
            ? ''
            : `(${faultKindWords[cause.answer.faultKind] ?? cause.answer.faultKind}) `}
          <span className="ui-quiet">
            by {cause.answer.by}, <Time at={cause.answer.at} show="ago" focusable={false} />
          </span>
          {cause.answer.note === '' ? '' : `: ${cause.answer.note}`}
        </p>
      )}
      <div className="ui-row">
        <Button
          disabledReason={first === undefined ? 'The verdict names nobody yet' : undefined}
          busy={answer.isPending}
          onClick={() => answer.mutate({ answer: 'confirmed', ...read })}
        >
          {first === undefined ? 'Confirm' : `Confirm ${first.displayName}`}
        </Button>
        <Button look="plain" onClick={() => setCorrecting(true)}>
          Correct…
        </Button>
        {first === undefined ? null : (
          <Button
            look="plain"
            busy={answer.isPending}
            onClick={() => answer.mutate({ answer: 'rejected', ...read })}
          >
            Reject
          </Button>
        )}
      </div>
      {correcting ? <AnswerDialog asked={cause} read={read} onClose={() => setCorrecting(false)} /> : null}
    </div>
  );
}
