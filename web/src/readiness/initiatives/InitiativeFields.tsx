import { useFault } from '../../catalog/editor/faults.ts';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { InitiativeForm } from './initiative-form.ts';
import { NameField } from '../../catalog/editor/NameField.tsx';

interface InitiativeFieldsProps {
  form: InitiativeForm;
  onChange: (part: Partial<InitiativeForm>) => void;
}

/** Which standards, for which products, why, and from which day to which. */
export function InitiativeFields({ form, onChange }: InitiativeFieldsProps) {
  const teams = useObjectOptions('Team');
  return (
    <>
      <NameField form={form} onChange={onChange} />
      <TextArea
        label="What it is for"
        value={form.why}
        onChange={(why) => onChange({ why })}
        error={useFault('why')}
      />
      <SearchSelect
        label="Standards"
        value={form.standards}
        onChange={(standards) => onChange({ standards })}
        options={useObjectOptions('Standard')}
        error={useFault('standards')}
      />
      <SearchSelect
        label="Only products of these teams"
        hint="None: every product. Labels, applications and criticality are set in its file form and kept here."
        value={form.teams}
        onChange={(chosen) => onChange({ teams: chosen })}
        options={teams}
      />
      <div className="readiness-filters">
        <TextField
          label="From"
          type="date"
          value={form.start}
          onChange={(start) => onChange({ start })}
          error={useFault('start')}
        />
        <TextField
          label="Due"
          type="date"
          value={form.due}
          onChange={(due) => onChange({ due })}
          error={useFault('due')}
        />
        <Select
          label="Led by"
          value={form.owner}
          options={[{ value: '', label: 'No team' }, ...teams]}
          onChange={(owner) => onChange({ owner })}
        />
      </div>
    </>
  );
}
