import { X } from 'lucide-react';
import { useFault } from '../../catalog/editor/faults.ts';
import { useObjectOptions } from '../../catalog/object-api.ts';
import type { FormProps } from '../../oncall/form/form-props.ts';
import { withoutRow, withRow } from '../../oncall/form/rows.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { Select } from '../../ui/Select.tsx';
import { blankPlace, type MonitorForm } from './monitor-form.ts';
import { PathField } from './SharedFields.tsx';

/** In which environments, how often, from which places. */
export function WhereFields({ form, onChange }: FormProps<MonitorForm>) {
  const options = useObjectOptions('Environment');
  const { environments } = form;
  return (
    <section className="ui-stack" aria-label="Where">
      <h2>Where and how often</h2>
      <ul className="editor-rows" aria-label="Environments">
        {environments.map((place, index) => (
          <li key={place.id}>
            <div className="editor-fields">
              <EnvironmentField
                path={`environments[${index}].environment`}
                options={options}
                value={place.environment}
                onChange={(environment) =>
                  onChange({ environments: withRow(environments, index, { environment }) })
                }
              />
              <PathField
                path={`environments[${index}].everySeconds`}
                label="Every … seconds here"
                hint="Empty: as below"
                inputMode="numeric"
                value={place.every}
                onChange={(every) => onChange({ environments: withRow(environments, index, { every }) })}
              />
              <Checkbox
                label="Paused here"
                checked={place.paused}
                onChange={(paused) => onChange({ environments: withRow(environments, index, { paused }) })}
              />
            </div>
            <IconButton
              label={`Remove the environment ${place.environment}`}
              icon={<X size={16} aria-hidden />}
              onClick={() => onChange({ environments: withoutRow(environments, index) })}
            />
          </li>
        ))}
      </ul>
      <div>
        <Button onClick={() => onChange({ environments: [...environments, blankPlace()] })}>
          Add an environment
        </Button>
      </div>
      <PaceFields form={form} onChange={onChange} />
    </section>
  );
}

function PaceFields({ form, onChange }: FormProps<MonitorForm>) {
  return (
    <div className="editor-fields">
      <PathField
        path="everySeconds"
        label="Every … seconds"
        inputMode="numeric"
        value={form.every}
        onChange={(every) => onChange({ every })}
      />
      <PathField
        path="timeoutSeconds"
        label="Time-out, seconds"
        inputMode="decimal"
        value={form.timeout}
        onChange={(timeout) => onChange({ timeout })}
      />
      <PathField
        path="retries"
        label="Further tries after a failure"
        inputMode="numeric"
        value={form.retries}
        onChange={(retries) => onChange({ retries })}
      />
      <PathField
        path="places.names"
        label="From these places"
        hint="Of runners; empty: wherever one is free"
        value={form.places}
        onChange={(places) => onChange({ places })}
      />
    </div>
  );
}

interface EnvironmentFieldProps {
  path: string;
  options: readonly { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
}

function EnvironmentField({ path, options, value, onChange }: EnvironmentFieldProps) {
  const error = useFault(path);
  return (
    <Select
      label="Environment"
      placeholder="Choose one"
      options={options}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}

const severities = [
  { value: '', label: 'As the route says' },
  ...['SEV1', 'SEV2', 'SEV3', 'SEV4'].map((value) => ({ value, label: value })),
];

/** After how many runs it is failing, and what follows. */
export function FailingFields({ form, onChange }: FormProps<MonitorForm>) {
  return (
    <section className="ui-stack" aria-label="When it is failing">
      <h2>When it is failing</h2>
      <div className="editor-fields">
        <PathField
          path="failing.runs"
          label="After so many failures"
          inputMode="numeric"
          value={form.failingRuns}
          onChange={(failingRuns) => onChange({ failingRuns })}
        />
        <PathField
          path="failing.of"
          label="of so many runs"
          inputMode="numeric"
          value={form.failingOf}
          onChange={(failingOf) => onChange({ failingOf })}
        />
        <PathField
          path="places.agree"
          label="at so many places"
          inputMode="numeric"
          value={form.agree}
          onChange={(agree) => onChange({ agree })}
        />
        <PathField
          path="passingRuns"
          label="Over after so many passes in a row"
          inputMode="numeric"
          value={form.passingRuns}
          onChange={(passingRuns) => onChange({ passingRuns })}
        />
      </div>
      <Select
        label="Severity"
        options={severities}
        value={form.severity}
        onChange={(severity) => onChange({ severity })}
      />
      <Checkbox
        label="Raise an alert"
        hint="Without it runs are recorded and shown, and nobody is paged"
        checked={form.signals}
        onChange={(signals) => onChange({ signals })}
      />
    </section>
  );
}

/** Whom it concerns. */
export function AboutFields({ form, onChange }: FormProps<MonitorForm>) {
  const products = useObjectOptions('Product');
  const teams = useObjectOptions('Team');
  const workflows = useObjectOptions('Workflow');
  const [productFault, ownerFault, workflowFault] = [
    useFault('products', { deep: true }),
    useFault('owner'),
    useFault('workflow'),
  ];
  return (
    <section className="ui-stack" aria-label="What it is about">
      <h2>What it is about</h2>
      <SearchSelect
        label="Products it looks at"
        hint="The first is blamed where a run names none"
        options={products}
        value={form.products}
        onChange={(chosen) => onChange({ products: chosen })}
        error={productFault}
      />
      <SearchSelect
        label="Workflow"
        max={1}
        options={workflows}
        value={form.workflow === '' ? [] : [form.workflow]}
        onChange={([workflow = '']) => onChange({ workflow })}
        error={workflowFault}
      />
      <SearchSelect
        label="Kept by"
        hint="Empty: the owner of its first product"
        max={1}
        options={teams}
        value={form.owner === '' ? [] : [form.owner]}
        onChange={([owner = '']) => onChange({ owner })}
        error={ownerFault}
      />
    </section>
  );
}
