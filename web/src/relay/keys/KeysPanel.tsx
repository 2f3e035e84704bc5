import type { RelaySelf } from '@fieldmarshal/contract/relay';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { post, useRelayWrite } from '../relay-api.ts';
import '../relay.css';

/** At a site: which keys speak for both sides, and changing its own. */
export function KeysPanel({ self, onJoin }: { self: RelaySelf; onJoin: () => void }) {
  const [asks, setAsks] = useState(false);
  const rotate = useRelayWrite(async () => post('/api/v1/relay/rotate'));
  return (
    <section className="ui-card ui-stack" aria-label="Keys">
      <h2>Keys</h2>
      <dl className="relay-facts">
        <Key of="This site" fingerprint={self.fingerprint} />
        {self.nextFingerprint === null ? null : (
          <Key of="This site, from the bundle after the next on" fingerprint={self.nextFingerprint} />
        )}
        <Key of="Headquarters" fingerprint={self.peerFingerprint} />
      </dl>
      {self.nextFingerprint === null ? null : (
        <p>
          A new key waits. The next bundle announces it, and headquarters must take that one in before any
          that comes after it.
        </p>
      )}
      <div className="ui-row">
        <Button
          look="ending"
          disabledReason={self.nextFingerprint === null ? undefined : 'A new key waits already'}
          onClick={() => setAsks(true)}
        >
          Change the key
        </Button>
        <Button onClick={onJoin}>Answer a new invitation</Button>
        <Link to="/envs/print/runbook">Runbook to print</Link>
      </div>
      <Confirm
        title="Sign with a new key?"
        open={asks}
        verb="Make a new key"
        busy={rotate.isPending}
        onConfirm={() => rotate.mutate(undefined, { onSuccess: () => setAsks(false) })}
        onClose={() => setAsks(false)}
      >
        The next bundle still goes under the key of today and announces the new one. A bundle that waits for
        approval is gathered anew. Where a key was stolen this is not enough: then headquarters must revoke
        this site and invite it again.
        <FailureNote error={rotate.error} />
      </Confirm>
    </section>
  );
}

function Key({ of, fingerprint }: { of: string; fingerprint: string | null }) {
  return (
    <div>
      <dt>{of}</dt>
      <dd className="ui-mono relay-key">{fingerprint ?? '–'}</dd>
    </div>
  );
}
