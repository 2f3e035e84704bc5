import { RowActions } from '../../catalog/editor/RowActions.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { DayField, TimeField } from './HourFields.tsx';
import { movedRow, withoutRow, withRow } from './rows.ts';
import { blankWindow, weekdays, weekdayWords, type Weekday, type WindowForm } from './window-form.ts';

interface WindowListProps {
  /** Into the spec, such as `layers[0].restrictions`. */
  path: string;
  /** The button that adds one, and what is so without any. */
  addWords: string;
  emptyWords: string;
  windows: readonly WindowForm[];
  onChange: (windows: WindowForm[]) => void;
}

/** Stretches of the week; any of them counts. */
export function WindowList({ path, addWords, emptyWords, windows, onChange }: WindowListProps) {
  return (
    <div className="ui-stack">
      {windows.length === 0 ? <p className="ui-quiet">{emptyWords}</p> : null}
      <ul className="editor-rows">
        {windows.map((window, index) => (
          <li key={window.id}>
            <WindowFields
              path={`${path}[${index}]`}
              window={window}
              onChange={(part) => onChange(withRow(windows, index, part))}
            />
            <RowActions
              label={`hours ${index + 1}`}
              index={index}
              count={windows.length}
              onMove={(by) => onChange(movedRow(windows, index, by))}
              onRemove={() => onChange(withoutRow(windows, index))}
            />
          </li>
        ))}
      </ul>
      <div>
        <Button onClick={() => onChange([...windows, blankWindow()])}>{addWords}</Button>
      </div>
    </div>
  );
}

interface WindowFieldsProps {
  path: string;
  window: WindowForm;
  onChange: (part: Partial<WindowForm>) => void;
}

function WindowFields({ path, window, onChange }: WindowFieldsProps) {
  const whole = useFault(path);
  return (
    <fieldset className="ui-stack ui-card">
      <legend>Hours</legend>
      <Select
        label="Repeats"
        options={[
          { value: 'daily', label: 'On days, from an hour to an hour' },
          { value: 'weekly', label: 'Once a week, from a day to a day' },
        ]}
        value={window.kind}
        onChange={(kind) => onChange({ kind })}
        error={whole}
      />
      {window.kind === 'daily' ? <Days path={path} days={window.days} onChange={onChange} /> : null}
      <div className="editor-fields">
        {window.kind === 'daily' ? null : (
          <DayField label="From day" value={window.fromDay} onChange={(fromDay) => onChange({ fromDay })} />
        )}
        <TimeField
          label="From"
          path={`${path}.from`}
          value={window.from}
          onChange={(from) => onChange({ from })}
        />
        {window.kind === 'daily' ? null : (
          <DayField label="To day" value={window.toDay} onChange={(toDay) => onChange({ toDay })} />
        )}
        <TimeField label="To" path={`${path}.to`} value={window.to} onChange={(to) => onChange({ to })} />
      </div>
    </fieldset>
  );
}

interface DaysProps {
  path: string;
  days: readonly Weekday[];
  onChange: (part: { days: Weekday[] }) => void;
}

function Days({ path, days, onChange }: DaysProps) {
  const fault = useFault(`${path}.days`);
  return (
    <div role="group" aria-label="Days">
      <div className="editor-choices">
        {weekdays.map((day) => (
          <Checkbox
            key={day}
            label={weekdayWords[day].slice(0, 3)}
            checked={days.includes(day)}
            onChange={(isOn) =>
              onChange({ days: weekdays.filter((each) => (each === day ? isOn : days.includes(each))) })
            }
          />
        ))}
      </div>
      <p className="ui-field-error" role="alert">
        {fault}
      </p>
    </div>
  );
}
