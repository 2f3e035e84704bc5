import type { Change } from '@fieldmarshal/contract/signals/record';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getJson, newKey } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { Button } from '../../ui/Button.tsx';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Time } from '../../ui/Time.tsx';

interface Sent {
  id: string;
  /** Why it was not taken; `null` when it was. */
  refused: string | null;
}

/**
 * Sends a signal through the door that the sender will use, and says when it has arrived. It is a change, not an alert: a test must not
 * open an incident or wake anybody.
 */
export function SignalTest({ name, secret }: { name: string; secret: string | null }) {
  const [typed, setTyped] = useState('');
  const [sent, setSent] = useState<Sent | null>(null);
  const key = secret ?? typed.trim();
  const send = async () => {
    const id = `test-${newKey().slice(0, 12)}`;
    setSent(null);
    setSent({ id, refused: await post(key, { type: 'change', id, title: titleOf(name, id) }) });
  };
  return (
    <div className="ui-stack">
      {secret === null ? (
        <TextField
          label="Its key"
          className="ui-mono"
          hint="The key cannot be shown again; paste it to send a test."
          autoComplete="off"
          value={typed}
          onChange={setTyped}
        />
      ) : null}
      <div className="ui-row">
        <Button onClick={() => void send()} disabledReason={key === '' ? 'Paste the key first' : undefined}>
          Send a test
        </Button>
        {sent === null ? (
          <span className="ui-quiet">It is recorded as a change and pages nobody.</span>
        ) : (
          <Arrival title={titleOf(name, sent.id)} refused={sent.refused} />
        )}
      </div>
    </div>
  );
}

function titleOf(name: string, id: string): string {
  return `Test of ${name} ${id}`.slice(0, 200);
}

async function post(key: string, event: unknown): Promise<string | null> {
  const response = await fetch('/intake/events', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(event),
  }).catch(() => null);
  if (response === null) return 'the server cannot be reached';
  if (response.ok) return null;
  return response.status === 401 ? 'the key is not valid' : `HTTP ${response.status}`;
}

function Arrival({ title, refused }: { title: string; refused: string | null }) {
  const changes = useQuery({
    queryKey: liveKey(['changes'], 'test-arrival', title),
    queryFn: async ({ signal }) => getJson<{ items: Change[] }>('/api/v1/changes?limit=50', signal),
    enabled: refused === null,
    select: ({ items }) => items.find(({ summary }) => summary === title) ?? null,
  });
  if (refused !== null)
    return (
      <span role="status">
        <HealthGlyph health="failing" label={`Not taken: ${refused}`} />
      </span>
    );
  const found = changes.data;
  return (
    <span role="status">
      {found === null || found === undefined ? (
        <HealthGlyph health="running" label="Taken, not seen yet" />
      ) : (
        <>
          <HealthGlyph health="ok" label="Arrived" /> <Time at={found.receivedAt} show="clock" />
        </>
      )}
    </span>
  );
}
