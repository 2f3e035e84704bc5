import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useNames } from '../../catalog/object-api.ts';
import { delegationReturnWords } from '../../incidents/incident-words.tsx';
import { Panel } from '../../incidents/room/Panel.tsx';
import { RunbookText } from '../../knowledge/RunbookText.tsx';
import { Button } from '../../ui/Button.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Time } from '../../ui/Time.tsx';
import { usePack } from './delegation-api.ts';
import { DelegateDialog, ReplyDialog, type Reply } from './DelegationDialogs.tsx';

type Held = NonNullable<Incident['delegation']>;

/** Whether a team has this alone, how long it has left to take it over, and its answer. */
export function DelegationPanel({ incident }: { incident: Incident }) {
  const [open, setOpen] = useState<Reply | 'delegate' | null>(null);
  const { delegation, state } = incident;
  const isOver = state === 'resolved' || state === 'reviewed' || incident.mergedInto !== null;
  if (delegation === null && isOver) return null;
  const isFree = delegation === null || delegation.state === 'returned';
  const close = (): void => setOpen(null);
  return (
    <Panel title="Given to a team alone">
      {delegation === null ? (
        <p className="ui-quiet">
          Simple enough for one team alone? The team is told what is known and has a time limit to take it
          over; if it does not, it comes back here.
        </p>
      ) : (
        <Standing incident={incident} held={delegation} />
      )}
      {isOver ? null : (
        <div className="ui-row">
          {isFree ? <Button onClick={() => setOpen('delegate')}>Give it to a team…</Button> : null}
          {delegation?.state === 'waiting' ? (
            <Button look="primary" onClick={() => setOpen('accept')}>
              Take it over
            </Button>
          ) : null}
          {isFree ? null : (
            <>
              <Button onClick={() => setOpen('bounce')}>Give it back…</Button>
              <Button onClick={() => setOpen('recall')}>Take it back…</Button>
            </>
          )}
        </div>
      )}
      {open === 'delegate' ? <DelegateDialog incident={incident} onClose={close} /> : null}
      {open === null || open === 'delegate' ? null : (
        <ReplyDialog incident={incident} reply={open} onClose={close} />
      )}
    </Panel>
  );
}

function Standing({ incident, held }: { incident: Incident; held: Held }) {
  const name = useNames('Team')(held.team);
  const { state, how, note, due, by, reason, endedAt } = held;
  return (
    <>
      <p>
        <b>{name}</b>{' '}
        {state === 'waiting' ? (
          <>
            is asked to take it over: <Time at={due} show="countdown" />
          </>
        ) : state === 'accepted' ? (
          <>
            has it alone, since <Time at={endedAt} show="clock" />
          </>
        ) : (
          <>
            has it no more: {how === null ? '' : delegationReturnWords[how]},{' '}
            <Time at={endedAt} show="clock" />
          </>
        )}
        {note === '' ? '' : ` (${note})`}
      </p>
      <p className="ui-quiet">
        By {by}
        {reason === '' ? '' : `: ${reason}`}
      </p>
      <Pack incident={incident} held={held} />
    </>
  );
}

function Pack({ incident, held }: { incident: Incident; held: Held }) {
  const [isOpen, setOpen] = useState(false);
  const pack = usePack(incident.id, held.seq, isOpen);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What they were given to read</summary>
      {isOpen && pack.isPending ? <Loading what="the context pack" /> : null}
      <FailureNote error={pack.error} />
      {pack.data === undefined ? null : <RunbookText text={pack.data.markdown} />}
    </details>
  );
}
