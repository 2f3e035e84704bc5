import { useObjectOptions } from '../../catalog/object-api.ts';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { RunnerForm } from './runner-form.ts';

const kinds = [
  { value: 'everything', label: 'End-to-end tests and monitors' },
  { value: 'e2e', label: 'End-to-end tests only' },
  { value: 'monitors', label: 'Monitors only' },
];

interface RunnerFieldsProps {
  form: RunnerForm;
  onChange: (form: RunnerForm) => void;
}

export function RunnerFields({ form, onChange }: RunnerFieldsProps) {
  const teams = useObjectOptions('Team');
  const environments = useObjectOptions('Environment');
  const set = (part: Partial<RunnerForm>): void => onChange({ ...form, ...part });
  return (
    <div className="ui-stack">
      <TextField label="Name" value={form.name} onChange={(name) => set({ name })} required />
      <TextField
        label="Place"
        hint="Where it stands, such as london"
        value={form.place}
        onChange={(place) => set({ place })}
        required
      />
      <Select
        label="It runs"
        value={form.runs}
        options={kinds}
        onChange={(runs) => {
          if (runs === 'everything' || runs === 'e2e' || runs === 'monitors') set({ runs });
        }}
      />
      <SearchSelect
        label="Environments that it serves"
        hint="None: every one"
        value={form.environments}
        options={environments}
        onChange={(chosen) => set({ environments: chosen })}
      />
      <Select
        label="Told when something is wrong with it"
        value={form.owner}
        options={[{ value: '', label: 'Administrators' }, ...teams]}
        onChange={(owner) => set({ owner })}
      />
    </div>
  );
}
