import type { RcaFlag } from '@fieldmarshal/contract/rca';
import { useState } from 'react';
import { useNames } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { Time } from '../ui/Time.tsx';
import { FailureNote } from '../app/FailureNote.tsx';
import { AcceptDialog } from './AcceptDialog.tsx';
import { DismissDialog } from './DismissDialog.tsx';
import { useRcaAct } from './rca-api.ts';
import { dismissalWords } from './rca-words.ts';

/** What people said of a flag, and what can be said now; a verdict can be changed, the last word counts. */
export function RcaVerdict({ flag }: { flag: RcaFlag }) {
  const [dialog, setDialog] = useState<'accept' | 'dismiss' | null>(null);
  const act = useRcaAct(flag.incidentId);
  const isOpen = flag.verdict === null;
  return (
    <>
      {isOpen ? null : <Said flag={flag} />}
      <FailureNote error={act.error} />
      <div className="ui-row">
        <Button look={isOpen ? 'primary' : 'plain'} onClick={() => setDialog('accept')}>
          {flag.verdict?.accepted === true ? 'Change' : 'Analyse in depth'}
        </Button>
        {flag.assignment !== null && flag.assignment.doneAt === null ? (
          <Button busy={act.isPending} onClick={() => act.mutate({ verb: 'finish', body: {} })}>
            Analysis is done
          </Button>
        ) : null}
        <Button look={isOpen ? 'normal' : 'plain'} onClick={() => setDialog('dismiss')}>
          Not needed
        </Button>
      </div>
      {dialog === 'accept' ? <AcceptDialog flag={flag} onClose={() => setDialog(null)} /> : null}
      {dialog === 'dismiss' ? <DismissDialog flag={flag} onClose={() => setDialog(null)} /> : null}
    </>
  );
}

function Said({ flag: { verdict, assignment } }: { flag: RcaFlag }) {
  const teamOf = useNames('Team');
  const personOf = useNames('Person');
  if (verdict === null) return null;
  const to = [
    assignment?.team ? teamOf(assignment.team) : null,
    assignment?.owner ? personOf(assignment.owner) : null,
  ].filter((name) => name !== null);
  return (
    <p className="rca-said">
      {verdict.accepted ? (
        <>
          To be analysed{to.length > 0 ? ` by ${to.join(', ')}` : ', nobody was named'}
          {assignment === null ? null : `, due ${assignment.dueOn}`}
          {assignment?.doneAt ? (
            <>
              , done <Time at={assignment.doneAt} />
            </>
          ) : null}
          .{assignment === null || assignment.doneAt !== null ? null : toldText(assignment.told, personOf)}
        </>
      ) : (
        <>Not needed: {verdict.dismissal === null ? 'no reason given' : dismissalWords[verdict.dismissal]}.</>
      )}{' '}
      {verdict.note === '' ? null : `${verdict.note} `}
      <span className="ui-quiet">
        {verdict.by}, <Time at={verdict.at} />
      </span>
    </p>
  );
}

/** Whoever asked must see at once that nobody knows of it. */
function toldText(told: readonly string[], nameOf: (name: string) => string): string {
  if (told.length === 0) return ' Nobody could be told: please name an owner who can be reached.';
  return ` Told: ${told.map((name) => nameOf(name)).join(', ')}.`;
}
