import type { MetricsAccess } from '@fieldmarshal/contract/knowledge';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { getJson, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { showToast } from '../../ui/toast.ts';
import '../model/model.css';

type Sources = { readonly items: readonly MetricsAccess[] };
const key = liveKey(['metrics', 'catalog'], 'metrics-sources');

/** Metrics servers: what each is given, and whether it may stand at a private address. */
export function MetricsPanel() {
  const sources = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => getJson<Sources>('/api/v1/metrics-sources', signal),
  });
  return (
    <section className="ui-stack" aria-label="Metrics servers">
      <p className="ui-quiet">
        Servers that panels and metrics of products are asked of: objects of kind MetricsSource. Their
        password or token is set here, sealed, and sent to that address only.
      </p>
      {sources.isPending ? <Loading what="metrics servers" /> : null}
      <FailureNote error={sources.error} />
      {sources.data?.items.length === 0 ? (
        <Empty>No metrics server yet. Apply an object of kind MetricsSource.</Empty>
      ) : null}
      {sources.data?.items.map((source) => (
        <SourceCard key={source.name} source={source} />
      ))}
    </section>
  );
}

const secretWords: Readonly<Record<MetricsAccess['secret'], string>> = {
  none: 'takes no password or token',
  missing: 'its password or token is not set',
  set: 'password or token set',
  stale: 'its password or token was set for another address; set it again',
};

function SourceCard({ source }: { source: MetricsAccess }) {
  const { name, displayName, url, auth, secret } = source;
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const [allowPrivate, setAllowPrivate] = useState(source.allowPrivate);
  const save = useMutation({
    mutationFn: async () =>
      sendJson<Sources>('PUT', `/api/v1/metrics-sources/${encodeURIComponent(name)}/access`, {
        body: { allowPrivate, ...(typed === '' ? {} : { secret: typed }) },
      }),
    onSuccess: (now) => {
      client.setQueryData(key, now);
      setTyped('');
      showToast({ text: `${displayName} saved` });
    },
  });
  return (
    <form
      className="ui-card ui-stack"
      aria-label={displayName}
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate();
      }}
    >
      <h2>{displayName}</h2>
      <p>
        <span className="ui-mono model-address">{url}</span>, {secretWords[secret]}.
      </p>
      {auth === 'none' ? null : (
        <TextField
          label={auth === 'basic' ? `Password of ${name}` : `Token of ${name}`}
          type="password"
          autoComplete="off"
          value={typed}
          onChange={setTyped}
        />
      )}
      {source.privateOpen ? (
        <p className="ui-quiet">
          It may stand at a private address: <code>FIELDMARSHAL_ALLOW_PRIVATE_ADDRESSES</code> opens them to
          everything here.
        </p>
      ) : (
        <Checkbox
          label="It may stand at a private address"
          hint="For this address only; other addresses of this network stay closed."
          checked={allowPrivate}
          onChange={setAllowPrivate}
        />
      )}
      <FailureNote error={save.error} />
      <div className="ui-row">
        <Button type="submit" busy={save.isPending} aria-label={`Save ${displayName}`}>
          Save
        </Button>
      </div>
    </form>
  );
}
