import { useFault } from '../../catalog/editor/faults.ts';
import type { FormProps } from '../../oncall/form/form-props.ts';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { limitName } from './monitor-form.ts';
import type { ConditionType, ProbeForm } from './probe-form.ts';
import { HeaderRows, PathField } from './SharedFields.tsx';

const conditions: readonly { value: ConditionType; label: string }[] = [
  { value: 'threshold', label: 'A value beyond a limit is failing' },
  { value: 'forecast', label: 'A line that will cross a limit is told ahead' },
  { value: 'burn-rate', label: 'An error budget that burns too fast' },
];
const directions = [
  { value: 'above', label: 'above' },
  { value: 'below', label: 'below' },
] as const;
const burnTells = [
  { value: 'failing', label: 'failing' },
  { value: 'imminent', label: 'told ahead: a warning, nobody is paged' },
] as const;
const noData = [
  { value: 'fail', label: 'is failing' },
  { value: 'pass', label: 'is all right' },
] as const;

/** A query, and what about its answer is failing or imminent. */
export function PromqlFields({ form, onChange }: FormProps<ProbeForm>) {
  const query = useFault('probe.query');
  return (
    <>
      <PathField
        path="probe.server"
        label="Server"
        hint="Base address of Prometheus, Thanos, Mimir, VictoriaMetrics …"
        value={form.url}
        onChange={(url) => onChange({ url })}
        spellCheck={false}
        autoComplete="off"
      />
      <TextArea
        label="Query"
        hint={
          form.condition === 'burn-rate'
            ? 'The share of bad events, 0 to 1; {{window}} stands for the window, as in rate(errors[{{window}}])'
            : 'PromQL; of several lines the worst counts'
        }
        rows={3}
        value={form.query}
        onChange={(text) => onChange({ query: text })}
        error={query}
        spellCheck={false}
      />
      <Select
        label="What counts"
        options={conditions}
        value={form.condition}
        onChange={(condition) => onChange({ condition })}
      />
      {form.condition === 'burn-rate' ? (
        <BurnFields form={form} onChange={onChange} />
      ) : (
        <LimitFields form={form} onChange={onChange} />
      )}
      <Select
        label="No answer"
        options={noData}
        value={form.noData}
        onChange={(answer) => onChange({ noData: answer })}
      />
      <details>
        <summary>Headers that are sent</summary>
        <HeaderRows form={form} onChange={onChange} />
      </details>
    </>
  );
}

function LimitFields({ form, onChange }: FormProps<ProbeForm>) {
  return (
    <div className="editor-fields">
      <Select
        label="Bad is what is"
        options={directions}
        value={form.direction}
        onChange={(direction) => onChange({ direction })}
      />
      <PathField
        path={`probe.condition.${limitName(form.condition)}`}
        label="Limit"
        inputMode="decimal"
        value={form.limit}
        onChange={(limit) => onChange({ limit })}
      />
      <PathField
        path="probe.unit"
        label="Unit"
        hint="For people"
        value={form.unit}
        onChange={(unit) => onChange({ unit })}
      />
      {form.condition === 'forecast' ? (
        <>
          <PathField
            path="probe.condition.withinHours"
            label="Told so many hours ahead"
            inputMode="decimal"
            value={form.withinHours}
            onChange={(withinHours) => onChange({ withinHours })}
          />
          <PathField
            path="probe.condition.historyHours"
            label="From the last hours"
            inputMode="decimal"
            value={form.historyHours}
            onChange={(historyHours) => onChange({ historyHours })}
          />
        </>
      ) : null}
    </div>
  );
}

function BurnFields({ form, onChange }: FormProps<ProbeForm>) {
  return (
    <div className="editor-fields">
      <PathField
        path="probe.condition.objectivePercent"
        label="Objective, %"
        inputMode="decimal"
        value={form.objective}
        onChange={(objective) => onChange({ objective })}
      />
      <PathField
        path="probe.condition.factor"
        label="Times as fast as allowed"
        inputMode="decimal"
        value={form.factor}
        onChange={(factor) => onChange({ factor })}
      />
      <PathField
        path="probe.condition.longWindow"
        label="Over the long window"
        hint="It matters"
        value={form.longWindow}
        onChange={(longWindow) => onChange({ longWindow })}
      />
      <PathField
        path="probe.condition.shortWindow"
        label="And the short one"
        hint="It goes on"
        value={form.shortWindow}
        onChange={(shortWindow) => onChange({ shortWindow })}
      />
      <Select
        label="Then it is"
        options={burnTells}
        value={form.tells}
        onChange={(tells) => onChange({ tells })}
      />
      {form.tells === 'imminent' ? (
        <PathField
          path="probe.condition.budgetDays"
          label="Days a budget is meant to last"
          hint="Says when a whole one is gone"
          inputMode="decimal"
          value={form.budgetDays}
          onChange={(budgetDays) => onChange({ budgetDays })}
        />
      ) : null}
    </div>
  );
}
