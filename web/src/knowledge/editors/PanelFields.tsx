import { useFault } from '../../catalog/editor/faults.ts';
import { TextField } from '../../ui/TextField.tsx';
import { AppliesFields } from './AppliesFields.tsx';
import type { PanelForm } from './panel-form.ts';
import { TemplateField, type Placeholder } from './TemplateField.tsx';
import { NameField } from '../../catalog/editor/NameField.tsx';
import { MetricsServerField } from './MetricsServerField.tsx';

const placeholders: readonly Placeholder[] = [
  { name: 'product', meaning: 'the product that the incident is about' },
  { name: 'environment', meaning: 'its environment' },
  { name: 'region', meaning: 'the region of that environment' },
  { name: 'interval', meaning: 'the time that one point stands for, as in rate(x[{{interval}}])' },
];

interface PanelFieldsProps {
  form: PanelForm;
  onChange: (part: Partial<PanelForm>) => void;
}

/** What is asked of which server, and how it is named. */
export function PanelFields({ form, onChange }: PanelFieldsProps) {
  return (
    <>
      <NameField form={form} onChange={onChange} hint="Stands above the graph" />
      <MetricsServerField form={form} onChange={onChange} />
      <TemplateField
        label="Query"
        hint="PromQL, with placeholders inside quotes where it changes from incident to incident"
        path="query"
        value={form.query}
        onChange={(query) => onChange({ query })}
        placeholders={placeholders}
      />
      <div className="editor-fields">
        <TextField
          label="Unit"
          hint="Such as % or 1/s"
          value={form.unit}
          onChange={(unit) => onChange({ unit })}
          error={useFault('unit')}
        />
        <TextField
          label="Label that names a line"
          hint="Empty: all of them do"
          value={form.legend}
          onChange={(legend) => onChange({ legend })}
          error={useFault('legend')}
        />
      </div>
      <TextField
        label="What it shows"
        hint="A sentence below the name, for people who see it for the first time"
        value={form.description}
        onChange={(description) => onChange({ description })}
        error={useFault('description')}
      />
      <AppliesFields form={form} onChange={onChange} />
    </>
  );
}
