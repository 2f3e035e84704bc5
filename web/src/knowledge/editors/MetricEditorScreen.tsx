import type { ProductMetricSpec } from '@fieldmarshal/contract/knowledge';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import { useCatalogWays, useObjectEditor, type ObjectForm } from '../../catalog/editor/object-editor.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { DrawnOn, useDrawn } from './DrawnOn.tsx';
import { EnvironmentsField } from '../../catalog/editor/EnvironmentsField.tsx';
import {
  blankMetric,
  metricForm,
  metricOf,
  missingInMetric,
  panelOfMetric,
  type MetricForm,
} from './metric-form.ts';
import { TemplateField, type Placeholder } from './TemplateField.tsx';
import { NameField } from '../../catalog/editor/NameField.tsx';
import { MetricsServerField } from './MetricsServerField.tsx';
import { ProductLabelField } from './ProductLabelField.tsx';
import '../knowledge.css';

/** Makes or edits what is measured of every product, with a line for each beside it. */
export function MetricEditorScreen() {
  return <Edited kind="ProductMetric" what="the product metric" editor={MetricEditor} />;
}

const metricForms: ObjectForm<ProductMetricSpec, MetricForm> = {
  ...{ kind: 'ProductMetric', what: 'product metric', blank: blankMetric },
  ...{ formOf: metricForm, specOf: metricOf, missingIn: missingInMetric },
};

function MetricEditor(props: EditorProps) {
  const { draft, frame } = useObjectEditor(props, metricForms, useCatalogWays('ProductMetric'));
  const { form } = draft;
  const drawn = useDrawn(missingInMetric(form).length === 0 ? panelOfMetric(form) : null);
  return (
    <EditorFrame
      {...frame}
      faults={drawn.faults}
      beside={<DrawnOn title="What it measures, a line for each product" drawn={drawn} />}
    >
      <MetricFields form={form} onChange={draft.change} />
    </EditorFrame>
  );
}

const roles = [
  { value: 'errors', label: 'Errors: a share of 0 to 1, or a rate' },
  { value: 'latency', label: 'Latency: any unit of time' },
  { value: 'load', label: 'Load: requests' },
  { value: 'resource', label: 'A resource: anything that can be used up' },
] as const;

const placeholders: readonly Placeholder[] = [
  { name: 'environment', meaning: 'the environment that is asked about' },
  { name: 'region', meaning: 'the region of that environment' },
  { name: 'interval', meaning: 'the time that one point stands for, as in rate(x[{{interval}}])' },
];

interface MetricFieldsProps {
  form: MetricForm;
  onChange: (part: Partial<MetricForm>) => void;
}

function MetricFields({ form, onChange }: MetricFieldsProps) {
  return (
    <>
      <NameField form={form} onChange={onChange} hint="As evidence of a cause calls it, such as Error rate" />
      <Select label="It measures" value={form.role} options={roles} onChange={(role) => onChange({ role })} />
      <MetricsServerField form={form} onChange={onChange} />
      <TemplateField
        label="Query"
        hint="PromQL for all products of an environment at once, such as sum by (product) (rate(errors[{{interval}}]))"
        path="query"
        value={form.query}
        onChange={(query) => onChange({ query })}
        placeholders={placeholders}
      />
      <ProductLabelField form={form} onChange={onChange} />
      <EnvironmentsField
        label="In these environments"
        hint="None: in every one"
        form={form}
        onChange={onChange}
      />
      <TextField
        label="What it shows"
        value={form.description}
        onChange={(description) => onChange({ description })}
        error={useFault('description')}
      />
    </>
  );
}
