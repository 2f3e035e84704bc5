import { useFault } from '../../catalog/editor/faults.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { ZoneField } from '../../ui/ZoneField.tsx';
import { severities, type WhenForm } from './when-form.ts';
import { WindowList } from '../form/WindowList.tsx';

interface WhenFieldsProps {
  /** Into the spec, such as `steps[0].when`. */
  path: string;
  when: WhenForm;
  onChange: (when: WhenForm) => void;
}

const hourOptions = [
  { value: 'always', label: 'At any hour' },
  { value: 'inside', label: 'Only inside these hours' },
  { value: 'outside', label: 'Only outside these hours' },
];

/** For which severities and at which hours a step or a variant applies. */
export function WhenFields({ path, when, onChange }: WhenFieldsProps) {
  const timezone = useFault(`${path}.hours.timezone`);
  const windows = useFault(`${path}.hours.windows`);
  return (
    <div className="ui-stack">
      <div role="group" aria-label="Severities" className="editor-choices">
        {severities.map((severity) => (
          <Checkbox
            key={severity}
            label={severity}
            checked={when.severities.length === 0 || when.severities.includes(severity)}
            onChange={() => onChange({ ...when, severities: toggled(when.severities, severity) })}
          />
        ))}
      </div>
      <div className="editor-fields">
        <Select
          label="Applies"
          options={hourOptions}
          value={when.hours}
          onChange={(text) =>
            onChange({ ...when, hours: text === 'inside' || text === 'outside' ? text : 'always' })
          }
          error={windows}
        />
        {when.hours === 'always' ? null : (
          <ZoneField
            label="On the clock of"
            value={when.timezone}
            onChange={(zone) => onChange({ ...when, timezone: zone })}
            error={timezone}
          />
        )}
      </div>
      {when.hours === 'always' ? null : (
        <WindowList
          path={`${path}.hours.windows`}
          addWords="Add hours"
          emptyWords="No hours yet."
          windows={when.windows}
          onChange={(list) => onChange({ ...when, windows: list })}
        />
      )}
    </div>
  );
}

type Severity = WhenForm['severities'][number];

/** All and none are the same: it holds for every severity. */
function toggled(chosen: readonly Severity[], severity: Severity): Severity[] {
  const on = chosen.length === 0 ? severities : chosen;
  const next = severities.filter((each) => (each === severity ? !on.includes(each) : on.includes(each)));
  return next.length === severities.length ? [] : next;
}
