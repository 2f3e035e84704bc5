import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { useKeys } from '../../app/keys/keys.ts';
import { readStored, writeStored } from '../../app/stored.ts';
import { useAct } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { useTitleProposal } from './assist-api.ts';
import { Cites } from './Cites.tsx';
import './assist.css';

/** Under a title that names somebody other than the cause: a better one, taken with one key. Never set by itself. */
export function TitleProposal({ incident }: { incident: Incident }) {
  const found = useTitleProposal(incident.id).data?.proposal ?? null;
  const key = `fm-title-${incident.id}`;
  const [declined, setDeclined] = useState(() => readStored(key));
  const act = useAct(incident.id);
  const proposal = found === null || found.title === declined ? null : found;
  const take = (): void => {
    if (proposal === null || act.isPending) return;
    const body = { title: proposal.title, summary: incident.summary };
    act.mutate({ path: 'description', body, done: 'The title was changed' });
  };
  useKeys(
    proposal === null
      ? []
      : [{ id: 'room.title', keys: 'shift+t', label: 'Take the better title', group: 'Room', run: take }],
  );
  if (proposal === null) return null;
  return (
    <div className="assist-title ui-row ui-no-print" role="group" aria-label="A better title">
      <span>
        Better title? <strong>{proposal.title}</strong>{' '}
        <span className="ui-quiet ui-small">
          {proposal.why} <Cites id={incident.id} cites={proposal.cites} />
        </span>
      </span>
      <Button keyHint="shift+t" busy={act.isPending} onClick={take}>
        Use it
      </Button>
      <Button
        look="plain"
        onClick={() => {
          writeStored(key, proposal.title);
          setDeclined(proposal.title);
        }}
      >
        Keep the old one
      </Button>
    </div>
  );
}
