import type { ModelProviderView } from '@fieldmarshal/contract/assist';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Time } from '../../ui/Time.tsx';
import { useModelChange } from './model-admin-api.ts';

const keyWords = {
  none: 'takes no key',
  missing: 'its key is not set',
  set: 'key set',
  stale: 'its key was set for another address; set it again',
} as const;

/** One server with a model: what it is, whether it answers, its key. */
export function ProviderCard({ provider }: { provider: ModelProviderView }) {
  const { name, displayName, api, url, model, enabled, fromFile } = provider;
  return (
    <article className="ui-card ui-stack" aria-label={name}>
      <h2>{displayName}</h2>
      <p>
        {model} at <span className="ui-mono model-address">{url}</span> (
        {api === 'openai' ? 'chat completions' : 'messages'}
        {enabled ? '' : ', switched off'}
        {fromFile ? ', from a file' : ''}), {keyWords[provider.key]}.
      </p>
      <TryIt provider={provider} />
      <Link to="/model-providers/$name/edit" params={{ name }}>
        Model, times, prices, order, on or off
      </Link>
      {provider.key === 'none' ? null : <KeyForm provider={provider} />}
    </article>
  );
}

interface TryItProps {
  provider: ModelProviderView;
  disabledReason?: string | undefined;
}

/** What the last try showed, and another. */
export function TryIt({ provider, disabledReason }: TryItProps) {
  const { name, probe } = provider;
  const change = useModelChange();
  const path = `/providers/${encodeURIComponent(name)}/probe`;
  return (
    <>
      <Tried provider={provider} />
      <div className="ui-row">
        <Button
          busy={change.isPending}
          disabledReason={disabledReason}
          onClick={() => change.mutate({ method: 'POST', path, done: `${name} was tried` })}
        >
          Try {name}
        </Button>
        {probe === null ? (
          <span className="ui-quiet">With a made-up incident; nothing of yours leaves.</span>
        ) : null}
      </div>
    </>
  );
}

/** Seals the key of a server, or forgets it; it is never shown again. */
export function KeyForm({ provider }: { provider: ModelProviderView }) {
  const { name } = provider;
  const change = useModelChange();
  const [key, setKey] = useState('');
  const path = `/providers/${encodeURIComponent(name)}`;
  return (
    <form
      className="ui-row"
      aria-label={`Key of ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(
          {
            method: 'PUT',
            path: `${path}/key`,
            body: { key: key.trim() },
            done: `Key of ${name} sealed`,
          },
          { onSuccess: () => setKey('') },
        );
      }}
    >
      <TextField label={`Key of ${name}`} type="password" autoComplete="off" value={key} onChange={setKey} />
      <Button type="submit" disabledReason={key.trim() === '' ? 'Type the key' : undefined}>
        Seal it
      </Button>
      {provider.key === 'missing' ? null : (
        <Button
          look="plain"
          onClick={() =>
            change.mutate({ method: 'DELETE', path: `${path}/key`, done: `Key of ${name} forgotten` })
          }
        >
          Forget it
        </Button>
      )}
    </form>
  );
}

function Tried({ provider: { probe, openUntil } }: { provider: ModelProviderView }) {
  if (openUntil !== null)
    return (
      <p>
        <HealthGlyph health="failing" label={false} /> It failed three times and is left alone until{' '}
        <Time at={openUntil} />.
      </p>
    );
  if (probe === null)
    return <p className="ui-quiet">Not tried at this address and model: it is not asked before.</p>;
  const can = [
    probe.streams ? 'streams' : 'does not stream',
    probe.structured ? 'keeps to a schema' : 'is told the form in words',
    ...(probe.newer ? ['wants the newer words of OpenAI'] : []),
    probe.contextTokens === null
      ? 'does not tell how much it takes'
      : `takes ${probe.contextTokens.toLocaleString('en')} tokens`,
    probe.cites ? 'its sentence could be shown' : 'its sentence could not have been shown',
  ].join(', ');
  return (
    <p>
      <HealthGlyph health={probe.ok ? 'ok' : 'failing'} label={false} /> Tried <Time at={probe.at} />:{' '}
      {probe.detail}
      {probe.ok ? `; ${can}; ${(probe.ms / 1000).toFixed(1)} s.` : ''}
    </p>
  );
}
