import type { ProviderView } from '@fieldmarshal/contract/delivery/provider';
import { useState } from 'react';
import { sendJson } from '../../app/http.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAdmin, useChange } from '../admin-api.ts';
import { ProviderForm } from './ProviderForm.tsx';

/** Accounts and servers through which messages are sent, in the order they are tried. */
export function ProvidersPanel() {
  const list = useAdmin<{ items: ProviderView[] }>('deliveries/providers');
  return (
    <section className="ui-stack" aria-label="Providers">
      <p className="ui-quiet">
        Providers of one channel are tried in this order; where one fails, the next one sends at once.
      </p>
      {list.isPending ? <Loading what="providers" /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.data?.items.length === 0 ? (
        <Empty>No provider yet. Text messages, calls, Matrix and ntfy need one.</Empty>
      ) : null}
      {(list.data?.items ?? []).map((provider) => (
        <ProviderCard key={provider.name} provider={provider} />
      ))}
      <ProviderForm />
    </section>
  );
}

function ProviderCard({ provider }: { provider: ProviderView }) {
  const { name, origin, settings, secrets, problem } = provider;
  const remove = useChange<object>();
  const isFile = origin === 'file';
  return (
    <article className="ui-card ui-stack" aria-label={name}>
      <h2>{name}</h2>
      <p>
        {settings.kind}
        {isFile ? ', from the file of the operator' : ''}
        {secrets.length === 0 ? '' : `, ${secrets.join(', ')} set`}
      </p>
      {problem === null ? null : (
        <p>
          <HealthGlyph health="failing" label={false} /> {problem}
        </p>
      )}
      <TestOf provider={provider} />
      <div className="ui-row">
        <Button
          look="plain"
          disabledReason={isFile ? 'It comes from the file of the operator' : undefined}
          busy={remove.isPending}
          onClick={() =>
            remove.mutate({
              method: 'DELETE',
              path: `deliveries/providers/${encodeURIComponent(name)}`,
              done: `${name} removed`,
            })
          }
        >
          Remove {name}
        </Button>
      </div>
    </article>
  );
}

function channelsOf(settings: ProviderView['settings']): readonly string[] {
  if ('channels' in settings) return settings.channels;
  if (settings.kind === 'smtp') return ['email'];
  return [settings.kind === 'smpp' ? 'sms' : settings.kind];
}

function TestOf({ provider: { name, settings } }: { provider: ProviderView }) {
  const channels = channelsOf(settings);
  const [channel, setChannel] = useState(channels[0] ?? '');
  const [destination, setDestination] = useState(settings.kind === 'command' ? name : '');
  const [result, setResult] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    setResult(null);
    const path = `/api/v1/deliveries/providers/${encodeURIComponent(name)}/test`;
    try {
      const body = { channel, destination: destination.trim() };
      const { outcome, detail } = await sendJson<{ outcome: string; detail: string }>('POST', path, { body });
      setResult(`${outcome}: ${detail}`);
    } catch (error) {
      setResult(error instanceof Error ? sentenceOf(error) : String(error));
    }
    setBusy(false);
  };
  return (
    <>
      <div className="ui-row">
        {channels.length < 2 ? null : (
          <Select
            label="Test by"
            value={channel}
            onChange={setChannel}
            options={channels.map((each) => ({ value: each, label: each }))}
          />
        )}
        <TextField label={`Test ${name} to`} value={destination} onChange={setDestination} />
        <Button
          busy={isBusy}
          disabledReason={destination.trim() === '' ? 'Say to whom' : undefined}
          onClick={() => void send()}
        >
          Send a test
        </Button>
      </div>
      <p role="status">{result}</p>
    </>
  );
}
