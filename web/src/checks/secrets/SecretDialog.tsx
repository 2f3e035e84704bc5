import { useState } from 'react';
import { useChange } from '../../admin/admin-api.ts';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
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
    if (missing !== undefined) return;
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
    <Dialog
      open
      size="small"
      title="Set a secret"
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button look="primary" type="submit" busy={put.isPending} disabledReason={missing}>
            Set
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="ui-stack">
        <FailureNote error={put.error} />
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
      </div>
    </Dialog>
  );
}
