import { useFault } from '../../catalog/editor/faults.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { ProviderForm } from './provider-form.ts';
import { NameField } from '../../catalog/editor/NameField.tsx';

const apis = [
  { value: 'openai', label: 'Chat completions (OpenAI and compatible: Azure, Bedrock, Ollama, vLLM)' },
  { value: 'anthropic', label: 'Messages (Anthropic)' },
] as const;
const keys = [
  { value: 'bearer', label: 'Authorization: Bearer' },
  { value: 'api-key', label: 'api-key (Azure)' },
  { value: 'x-api-key', label: 'x-api-key (Anthropic)' },
  { value: 'none', label: 'None' },
] as const;

interface ProviderFieldsProps {
  form: ProviderForm;
  onChange: (part: Partial<ProviderForm>) => void;
}

/** Where the model is, how it is spoken to, and how long it is waited for. */
export function ProviderFields({ form, onChange }: ProviderFieldsProps) {
  return (
    <>
      <NameField form={form} onChange={onChange} />
      <Select label="It speaks" value={form.api} options={apis} onChange={(api) => onChange({ api })} />
      <TextField
        label="Address"
        hint="Without the last part of the path, such as https://api.openai.com/v1 or http://ollama:11434/v1"
        type="url"
        value={form.url}
        onChange={(url) => onChange({ url })}
        error={useFault('url')}
        spellCheck={false}
        autoComplete="off"
      />
      <TextField
        label="Model"
        value={form.model}
        onChange={(model) => onChange({ model })}
        error={useFault('model')}
        spellCheck={false}
        autoComplete="off"
      />
      <Select
        label="Header of its key"
        hint="The key itself is no part of this: it is sealed beside, and sent to this address only"
        value={form.key}
        options={keys}
        onChange={(key) => onChange({ key })}
      />
      <Checkbox
        label="It may be asked"
        checked={form.enabled}
        onChange={(enabled) => onChange({ enabled })}
      />
      <Bounds form={form} onChange={onChange} />
    </>
  );
}

function Bounds({ form, onChange }: ProviderFieldsProps) {
  return (
    <div className="editor-fields">
      <TextField
        label="Place in the order"
        hint="The lowest is asked first"
        inputMode="numeric"
        value={form.priority}
        onChange={(priority) => onChange({ priority })}
        error={useFault('priority')}
      />
      <TextField
        label="Seconds until it begins"
        hint="One that loads its model first needs more"
        inputMode="decimal"
        value={form.firstChunk}
        onChange={(firstChunk) => onChange({ firstChunk })}
        error={useFault('firstChunkMs')}
      />
      <TextField
        label="Seconds until it ends"
        inputMode="decimal"
        value={form.total}
        onChange={(total) => onChange({ total })}
        error={useFault('totalMs')}
      />
      <TextField
        label="Price of a million tokens in"
        hint="In any one currency; empty: not counted"
        inputMode="decimal"
        value={form.inputPrice}
        onChange={(inputPrice) => onChange({ inputPrice })}
        error={useFault('inputPrice')}
      />
      <TextField
        label="And of a million out"
        inputMode="decimal"
        value={form.outputPrice}
        onChange={(outputPrice) => onChange({ outputPrice })}
        error={useFault('outputPrice')}
      />
    </div>
  );
}
