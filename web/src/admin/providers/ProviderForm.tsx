import type { ProviderKind } from '@fieldmarshal/contract/delivery/provider';
import { useState } from 'react';
import { RequestError } from '../../app/http.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useChange } from '../admin-api.ts';
import { providerFields, type ProviderField } from './provider-fields.ts';

type Kind = Exclude<ProviderKind, 'command'>;
// Object.keys of a closed literal gives exactly its keys.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const kinds = Object.keys(providerFields) as Kind[];

/** Sets up a provider, or another one under its name. Secrets are sealed and never shown again; left empty they stay. */
export function ProviderForm() {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Kind>('twilio');
  const [typed, setTyped] = useState<Record<string, string>>({});
  const put = useChange<object>();
  const fields = providerFields[kind];
  const valueOf = (field: ProviderField) => typed[field.name] ?? field.initial ?? '';
  const faults = put.error instanceof RequestError ? put.error.faults : [];
  const faultOf = (field: string) => faults.find(({ path }) => path.split('.').at(-1) === field)?.message;
  const save = () =>
    put.mutate(
      {
        method: 'PUT',
        path: `deliveries/providers/${encodeURIComponent(name.trim())}`,
        body: bodyOf(kind, fields, valueOf),
        done: `${name.trim()} saved`,
      },
      { onSuccess: () => setTyped({}) },
    );
  return (
    <form
      className="ui-card ui-stack"
      aria-label="Set up a provider"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2>Set up a provider</h2>
      <TextField
        label="Name"
        hint="Lower-case letters, digits and dashes; a name that is there is changed"
        value={name}
        onChange={setName}
        error={faultOf('name')}
      />
      <Select
        label="Kind"
        value={kind}
        onChange={(next) => setKind(kinds.find((each) => each === next) ?? kind)}
        options={kinds.map((each) => ({ value: each, label: each }))}
      />
      {fields.map((field) => (
        <FieldOf
          key={`${kind}.${field.name}`}
          field={field}
          value={valueOf(field)}
          error={faultOf(field.name)}
          onChange={(value) => setTyped({ ...typed, [field.name]: value })}
        />
      ))}
      <div className="ui-row">
        <Button
          type="submit"
          busy={put.isPending}
          disabledReason={name.trim() === '' ? 'Give it a name' : undefined}
        >
          Save
        </Button>
      </div>
    </form>
  );
}

/** What is left empty is left out: then the default holds, or the secret that is set. */
function bodyOf(kind: Kind, fields: readonly ProviderField[], valueOf: (field: ProviderField) => string) {
  const settings: Record<string, unknown> = { kind };
  const secrets: Record<string, string> = {};
  for (const field of fields) {
    const text = valueOf(field).trim();
    if (text === '') continue;
    if (field.isSecret === true) secrets[field.name] = text;
    else settings[field.name] = valueIn(field, text);
  }
  return { settings, secrets };
}

interface FieldOfProps {
  field: ProviderField;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function FieldOf({ field, value, error, onChange }: FieldOfProps) {
  const { label, options, hint, isSecret } = field;
  const texts = { label, error, ...(hint === undefined ? {} : { hint }) };
  if (options !== undefined)
    return (
      <Select
        {...texts}
        value={value}
        onChange={onChange}
        options={options.map((each) => ({ value: each, label: each }))}
      />
    );
  return (
    <TextField
      {...texts}
      value={value}
      onChange={onChange}
      type={isSecret === true ? 'password' : 'text'}
      autoComplete="off"
    />
  );
}

function valueIn({ isNumber, isList }: ProviderField, text: string): unknown {
  if (isList === true) return [text];
  return isNumber === true ? Number(text) : text;
}
