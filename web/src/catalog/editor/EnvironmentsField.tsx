import { useFault } from './faults.ts';
import { useObjectOptions } from '../object-api.ts';
import { SearchSelect } from '../../ui/SearchSelect.tsx';

interface EnvironmentsFieldProps {
  label: string;
  /** What it means that none is chosen. */
  hint: string;
  form: { readonly environments: string[] };
  onChange: (part: { environments: string[] }) => void;
}

/** In or of which environments something counts. */
export function EnvironmentsField({ label, hint, form, onChange }: EnvironmentsFieldProps) {
  return (
    <SearchSelect
      label={label}
      hint={hint}
      value={form.environments}
      onChange={(environments) => onChange({ environments })}
      options={useObjectOptions('Environment')}
      error={useFault('environments', { deep: true })}
    />
  );
}
