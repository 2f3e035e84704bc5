import { useState } from 'react';
import { useChange } from '../../admin/admin-api.ts';
import { FormDialog } from '../../app/FormDialog.tsx';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';

export interface Given {
  name: string;
  /** Empty: wherever it has no value of its own. */
  environment: string;
}

/** Sets a secret. The value goes one way. */
export function SecretDialog({ given, onClose }: { given: Given; onClose: () => void }) {
  const [name, setName] = useState(given.name);
  const [environment, setEnvironment] = useState(given.environment);
  const [value, setValue] = useState('');
  const environments = useObjectOptions('Environment');
  const put = useChange<object>({ inForm: true });
  const missing = name.trim() === '' ? 'Say its name' : value === '' ? 'Say its value' : undefined;
  const submit = () => {
    const where = environment === '' ? {} : { environment };
    put.mutate(
      {
        method: 'PUT',
        path: `check-secrets/${encodeURIComponent(name.trim())}`,
        body: { value, ...where },
        done: `${name.trim()} is set`,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      size="small"
      title="Set a secret"
      verb="Set"
      onClose={onClose}
      onSubmit={submit}
      busy={put.isPending}
      missing={missing}
      error={put.error}
    >
      <TextField
        label="Name"
        hint="As checks name it, such as API_TOKEN"
        required
        autoFocus={given.name === ''}
        maxLength={60}
        spellCheck={false}
        value={name}
        onChange={setName}
      />
      <Select
        label="Where it counts"
        value={environment}
        options={[{ value: '', label: 'Wherever it has no value of its own' }, ...environments]}
        onChange={setEnvironment}
      />
      <TextField
        label="Value"
        hint="Not shown again. Shorter than 4 characters it cannot be masked."
        required
        type="password"
        autoComplete="new-password"
        autoFocus={given.name !== ''}
        maxLength={20_000}
        value={value}
        onChange={setValue}
      />
    </FormDialog>
  );
}
