import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { RequestError, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { showToast } from '../../ui/toast.ts';

const servers = {
  openai: {
    label: 'OpenAI or compatible (Ollama, vLLM, Bedrock)',
    api: 'openai',
    key: 'bearer',
    url: 'https://api.openai.com/v1',
  },
  azure: {
    label: 'Azure OpenAI',
    api: 'openai',
    key: 'api-key',
    url: 'https://NAME.openai.azure.com/openai/v1',
  },
  anthropic: { label: 'Anthropic', api: 'anthropic', key: 'x-api-key', url: 'https://api.anthropic.com/v1' },
  open: {
    label: 'Compatible, without a key (Ollama, vLLM)',
    api: 'openai',
    key: 'none',
    url: 'http://localhost:11434/v1',
  },
} as const;
type Server = keyof typeof servers;
/** What runs on hardware of one's own, and may have to load its model first, gets more time than a service. */
const ownTimes = { firstChunkMs: 20_000, totalMs: 60_000 } as const;
// Object.keys of a closed literal gives exactly its keys.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const serverNames = Object.keys(servers) as Server[];

/** Makes an object of kind ModelProvider; its key is set on its card, and it is asked after it was tried. */
export function ModelProviderForm() {
  const [name, setName] = useState('');
  const [server, setServer] = useState<Server>('openai');
  const [url, setUrl] = useState<string>(servers.openai.url);
  const [model, setModel] = useState('');
  const { add, error, isBusy, faultOf } = useAdd();
  const save = async (): Promise<void> => {
    const { api, key } = servers[server];
    const times = server === 'open' ? ownTimes : {};
    if (!(await add(name.trim(), { api, key, url: url.trim(), model: model.trim(), ...times }))) return;
    setName('');
    setModel('');
  };
  return (
    <form
      className="ui-card ui-stack"
      aria-label="Add a provider"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2>Add a provider</h2>
      <Select
        label="Server"
        value={server}
        onChange={(next) => {
          const chosen = serverNames.find((each) => each === next) ?? server;
          setServer(chosen);
          setUrl(servers[chosen].url);
        }}
        options={serverNames.map((each) => ({ value: each, label: servers[each].label }))}
      />
      <TextField
        label="Name"
        hint="Lower-case letters, digits and dashes"
        value={name}
        onChange={setName}
        error={faultOf('name')}
      />
      <TextField label="Address" type="url" value={url} onChange={setUrl} error={faultOf('url')} />
      <TextField label="Model" value={model} onChange={setModel} error={faultOf('model')} />
      {error === null ? null : <ErrorNote>{sentenceOf(error)}</ErrorNote>}
      <div className="ui-row">
        <Button
          type="submit"
          busy={isBusy}
          disabledReason={
            name.trim() === '' || model.trim() === '' ? 'Give it a name and say which model' : undefined
          }
        >
          Add it
        </Button>
      </div>
    </form>
  );
}

/** Makes the object; says whether it was made. */
function useAdd() {
  const client = useQueryClient();
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const add = async (name: string, spec: object): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      const path = `/api/v1/catalog/ModelProvider/${encodeURIComponent(name)}`;
      await sendJson('PUT', path, { body: { spec, generation: 0 } });
      showToast({ text: `${name} added` });
      await client.invalidateQueries({ queryKey: liveKey(['model'], 'model-admin') });
      return true;
    } catch (caught) {
      setError(caught instanceof Error ? caught : new Error(String(caught)));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const faultOf = (field: string): string | undefined =>
    error instanceof RequestError
      ? error.faults.find(({ path }) => path.split('.').at(-1) === field)?.message
      : undefined;
  return { add, error, isBusy, faultOf };
}
