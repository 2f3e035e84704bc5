import { useFault } from '../../catalog/editor/faults.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { weekdays, weekdayWords, type Weekday } from './window-form.ts';

interface DayFieldProps {
  label: string;
  value: Weekday;
  onChange: (day: Weekday) => void;
}

export function DayField({ label, value, onChange }: DayFieldProps) {
  return (
    <Select
      label={label}
      options={weekdays.map((day) => ({ value: day, label: weekdayWords[day] }))}
      value={value}
      onChange={onChange}
    />
  );
}

interface TimeFieldProps {
  label: string;
  path: string;
  value: string;
  onChange: (time: string) => void;
}

/** The end of a day may be written `24:00`, which the browser's own field for times does not know. */
export function TimeField({ label, path, value, onChange }: TimeFieldProps) {
  const type = value === '24:00' ? 'text' : 'time';
  return <TextField label={label} type={type} value={value} onChange={onChange} error={useFault(path)} />;
}
