import { TextField } from '../../ui/TextField.tsx';
import { useFault } from './faults.ts';

interface NameFieldProps {
  form: { readonly displayName: string };
  onChange: (part: { displayName: string }) => void;
  hint?: string;
}

/** What people call an object. */
export function NameField({ form, onChange, hint }: NameFieldProps) {
  return (
    <TextField
      label="Name"
      hint={hint}
      value={form.displayName}
      onChange={(displayName) => onChange({ displayName })}
      error={useFault('displayName')}
    />
  );
}
