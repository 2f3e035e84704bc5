import type { ReactNode } from 'react';
import { useFault } from '../../catalog/editor/faults.ts';
import { DayField, TimeField } from '../../oncall/form/HourFields.tsx';
import { withoutRow, withRow } from '../../oncall/form/rows.ts';
import { weekdays, weekdayWords } from '../../oncall/form/window-form.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { blankTime, nthChoices, type TimeForm } from './time-form.ts';

interface TimeRowsProps {
  times: readonly TimeForm[];
  onChange: (times: TimeForm[]) => void;
}

const timesMax = 20;

/** The times of work: any of them counts. */
export function TimeRows({ times, onChange }: TimeRowsProps) {
  const whole = useFault('times');
  return (
    <>
      {times.map((time, index) => (
        <TimeFields
          key={time.id}
          title={times.length === 1 ? 'When' : `When, ${index + 1} of ${times.length}`}
          path={`times[${index}]`}
          time={time}
          onChange={(part) => onChange(withRow(times, index, part))}
          onRemove={times.length === 1 ? null : () => onChange(withoutRow(times, index))}
        />
      ))}
      {whole === undefined ? null : (
        <p className="ui-field-error" role="alert">
          {whole}
        </p>
      )}
      <div>
        <Button
          disabledReason={times.length >= timesMax ? `At most ${timesMax} times` : undefined}
          onClick={() => onChange([...times, blankTime()])}
        >
          Add another time
        </Button>
      </div>
    </>
  );
}

interface TimeFieldsProps {
  title: string;
  path: string;
  time: TimeForm;
  onChange: (part: Partial<TimeForm>) => void;
  /** Null: it is the only one. */
  onRemove: (() => void) | null;
}

const repeats = [
  { value: 'week', label: 'Every week, on days' },
  { value: 'stretch', label: 'Every week, from a day to a day' },
  { value: 'dates', label: 'Every month, on dates' },
  { value: 'nth', label: 'Every month, on a weekday' },
  { value: 'once', label: 'Once' },
] as const;

function TimeFields({ title, path, time, onChange, onRemove }: TimeFieldsProps) {
  const parts = { path, time, onChange };
  return (
    <fieldset className="ui-stack ui-card work-time">
      <legend>{title}</legend>
      <Select
        label="Repeats"
        options={repeats}
        value={time.repeats}
        onChange={(repeats) => onChange({ repeats })}
      />
      {time.repeats === 'dates' ? <DateField {...parts} /> : null}
      {time.repeats === 'nth' ? <NthFields {...parts} /> : null}
      {time.repeats === 'week' || time.repeats === 'nth' ? <DayFields {...parts} /> : null}
      {time.repeats === 'once' ? <OnceFields {...parts} /> : <HourFields {...parts} />}
      {onRemove === null ? null : (
        <div>
          <Button look="plain" aria-label={`Remove: ${title}`} onClick={onRemove}>
            Remove this time
          </Button>
        </div>
      )}
    </fieldset>
  );
}

type PartProps = Pick<TimeFieldsProps, 'path' | 'time' | 'onChange'>;

function DateField({ path, time, onChange }: PartProps) {
  return (
    <TextField
      label="Days of the month"
      hint="Such as 1, 15, last. A month without that day has none."
      value={time.dates}
      onChange={(dates) => onChange({ dates })}
      error={useFault(`${path}.dates`, { deep: true })}
    />
  );
}

const nthWords = { 1: 'First', 2: 'Second', 3: 'Third', 4: 'Fourth', 5: 'Fifth', last: 'Last' } as const;

function NthFields({ path, time: { nth }, onChange }: PartProps) {
  const fault = useFault(`${path}.nth`, { deep: true });
  return (
    <Choices label="Which ones" fault={fault}>
      {nthChoices.map((one) => (
        <Checkbox
          key={one}
          label={nthWords[one]}
          checked={nth.includes(one)}
          onChange={(isOn) =>
            onChange({ nth: nthChoices.filter((each) => (each === one ? isOn : nth.includes(each))) })
          }
        />
      ))}
    </Choices>
  );
}

function DayFields({ path, time: { days }, onChange }: PartProps) {
  const fault = useFault(`${path}.days`, { deep: true });
  return (
    <Choices label="Days" fault={fault}>
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
    </Choices>
  );
}

interface ChoicesProps {
  label: string;
  fault: string | undefined;
  children: ReactNode;
}

function Choices({ label, fault, children }: ChoicesProps) {
  return (
    <div role="group" aria-label={label}>
      <div className="work-choices">{children}</div>
      {fault === undefined ? null : (
        <p className="ui-field-error" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

function HourFields({ path, time, onChange }: PartProps) {
  const isStretch = time.repeats === 'stretch';
  return (
    <div className="work-pair">
      {isStretch ? (
        <DayField label="From day" value={time.fromDay} onChange={(fromDay) => onChange({ fromDay })} />
      ) : null}
      <TimeField
        label="From"
        path={`${path}.from`}
        value={time.from}
        onChange={(from) => onChange({ from })}
      />
      {isStretch ? (
        <DayField label="Until day" value={time.toDay} onChange={(toDay) => onChange({ toDay })} />
      ) : null}
      <TimeField label="Until" path={`${path}.to`} value={time.to} onChange={(to) => onChange({ to })} />
    </div>
  );
}

function OnceFields({ path, time: { start, end }, onChange }: PartProps) {
  return (
    <div className="work-pair">
      <TextField
        label="From"
        type="datetime-local"
        hint="In the time zone below."
        value={start.text}
        onChange={(text) => onChange({ start: { ...start, text } })}
        error={useFault(`${path}.start`)}
      />
      <TextField
        label="Until"
        type="datetime-local"
        hint="At most 31 days later."
        value={end.text}
        onChange={(text) => onChange({ end: { ...end, text } })}
        error={useFault(`${path}.end`)}
      />
    </div>
  );
}
