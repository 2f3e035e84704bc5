import { useFault } from '../catalog/editor/faults.ts';
import { useObjectOptions } from '../catalog/object-api.ts';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { TextField } from '../ui/TextField.tsx';
import type { StandardForm } from './standard-form.ts';
import { NameField } from '../catalog/editor/NameField.tsx';

const levels = [
  { value: 'must', label: 'Must' },
  { value: 'should', label: 'Should' },
] as const;
const rungs = [
  { value: 'bronze', label: 'Bronze' },
  { value: 'silver', label: 'Silver' },
  { value: 'gold', label: 'Gold' },
] as const;

interface StandardFieldsProps {
  form: StandardForm;
  onChange: (part: Partial<StandardForm>) => void;
}

/** What a standard asks, of whom, why, and what to do about it. */
export function StandardFields({ form, onChange }: StandardFieldsProps) {
  return (
    <>
      <NameField form={form} onChange={onChange} />
      <TextArea
        label="Rule"
        hint="CEL over measures, such as oncall_gap_hours == 0 && oncall_people >= 3"
        value={form.rule}
        onChange={(rule) => onChange({ rule })}
        error={useFault('rule')}
        spellCheck={false}
      />
      <TextField
        label="Area"
        hint="Standards of an area share a column, such as On call"
        value={form.area}
        onChange={(area) => onChange({ area })}
        error={useFault('area')}
      />
      <Ladder form={form} onChange={onChange} />
      <SearchSelect
        label="Only products of these teams"
        hint="None: every product. Labels, applications and criticality are set in its file form and kept here."
        value={form.teams}
        onChange={(teams) => onChange({ teams })}
        options={useObjectOptions('Team')}
      />
      <TextArea
        label="Why it matters"
        value={form.why}
        onChange={(why) => onChange({ why })}
        error={useFault('why')}
      />
      <TextArea
        label="How to meet it"
        value={form.fix}
        onChange={(fix) => onChange({ fix })}
        error={useFault('fix')}
      />
    </>
  );
}

/** How much it weighs, and how many should meet it by when. */
function Ladder({ form, onChange }: StandardFieldsProps) {
  return (
    <div className="readiness-filters">
      <Select label="Level" value={form.level} options={levels} onChange={(level) => onChange({ level })} />
      <Select label="Rung" value={form.rung} options={rungs} onChange={(rung) => onChange({ rung })} />
      <TextField
        label="Target, percent"
        type="number"
        value={form.target}
        onChange={(target) => onChange({ target })}
        error={useFault('target')}
      />
      <TextField
        label="Due"
        type="date"
        value={form.due}
        onChange={(due) => onChange({ due })}
        error={useFault('due')}
      />
    </div>
  );
}
