import type { ReachedSource } from '@fieldmarshal/contract/knowledge';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
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

type Sources = { readonly items: readonly ReachedSource[] };

/** Under which addresses a kind stands, here and in the API. */
export type SourcePath = 'metrics-sources' | 'traces-sources' | 'logs-sources';

interface Kind {
  readonly title: string;
  readonly what: string;
  readonly none: string;
  readonly path: SourcePath;
  /** Where one is made, and what that is called. */
  readonly make: {
    readonly to: '/new/metrics-source' | '/new/traces-source' | '/new/logs-source';
    readonly word: string;
  };
}

const kinds: readonly Kind[] = [
  {
    title: 'Metrics servers',
    what: 'Servers that panels and metrics of products are asked of: objects of kind MetricsSource.',
    none: 'No metrics server yet.',
    path: 'metrics-sources',
    make: { to: '/new/metrics-source', word: 'New metrics server' },
  },
  {
    title: 'Stores of traces',
    what: 'A Jaeger or Tempo that is asked for the traces of runs: objects of kind TracesSource.',
    none: 'No store of traces. Spans that are sent here need none.',
    path: 'traces-sources',
    make: { to: '/new/traces-source', word: 'New store of traces' },
  },
  {
    title: 'Stores of logs',
    what: 'A Loki that is asked what products wrote around a failure: objects of kind LogsSource.',
    none: 'No store of logs. Logs that are sent here need none.',
    path: 'logs-sources',
    make: { to: '/new/logs-source', word: 'New store of logs' },
  },
];
const keyOf = (path: string) => liveKey(['metrics', 'catalog'], path);

/** Metrics servers, stores of traces and of logs: what each is given, and whether it may stand at a private address. */
export function MetricsPanel() {
  return (
    <div className="ui-stack">
      <p className="ui-quiet">Passwords and tokens are set here, sealed, and sent to that address only.</p>
      {kinds.map((kind) => (
        <SourcesOf key={kind.path} kind={kind} />
      ))}
    </div>
  );
}

function useSources(path: string) {
  return useQuery({
    queryKey: keyOf(path),
    queryFn: async ({ signal }) => getJson<Sources>(`/api/v1/${path}`, signal),
  });
}

/** Password or token of one source, where its other settings are edited. */
export function SourceAccess({ path, name }: { path: SourcePath; name: string }) {
  const sources = useSources(path);
  const source = sources.data?.items.find((one) => one.name === name);
  return (
    <>
      <FailureNote error={sources.error} />
      {source === undefined ? null : <SourceCard path={path} source={source} />}
    </>
  );
}

function SourcesOf({ kind: { title, what, none, path, make } }: { kind: Kind }) {
  const sources = useSources(path);
  return (
    <section className="ui-stack" aria-label={title}>
      <h2>{title}</h2>
      <p className="ui-quiet">{what}</p>
      {sources.isPending ? <Loading what={title.toLowerCase()} /> : null}
      <FailureNote error={sources.error} />
      {sources.data?.items.length === 0 ? <Empty>{none}</Empty> : null}
      {sources.data?.items.map((source) => (
        <SourceCard key={source.name} path={path} source={source} isListed />
      ))}
      <div className="ui-row">
        <Link to={make.to}>{make.word}</Link>
      </div>
    </section>
  );
}

const secretWords: Readonly<Record<ReachedSource['secret'], string>> = {
  none: 'takes no password or token',
  missing: 'its password or token is not set',
  set: 'password or token set',
  stale: 'its password or token was set for another address; set it again',
};

interface SourceCardProps {
  path: SourcePath;
  source: ReachedSource;
  /** Whether it stands among others, and its other settings elsewhere. */
  isListed?: boolean;
}

function SourceCard({ path, source, isListed = false }: SourceCardProps) {
  const { name, displayName, url, auth, secret } = source;
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const [allowPrivate, setAllowPrivate] = useState(source.allowPrivate);
  const save = useMutation({
    mutationFn: async () =>
      sendJson<Sources>('PUT', `/api/v1/${path}/${encodeURIComponent(name)}/access`, {
        body: { allowPrivate, ...(typed === '' ? {} : { secret: typed }) },
      }),
    onSuccess: (now) => {
      client.setQueryData(keyOf(path), now);
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
      <h3>{displayName}</h3>
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
        <Button type="submit" busy={save.isPending} aria-label={`Save access of ${displayName}`}>
          Save access
        </Button>
        {isListed ? (
          <Link to={`/${path}/$name/edit`} params={{ name }}>
            Edit {displayName}
          </Link>
        ) : null}
      </div>
    </form>
  );
}
