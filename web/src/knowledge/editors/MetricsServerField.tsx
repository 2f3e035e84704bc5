import { useFault } from '../../catalog/editor/faults.ts';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { Select } from '../../ui/Select.tsx';

interface MetricsServerFieldProps {
  form: { readonly source: string };
  onChange: (part: { source: string }) => void;
}

/** Which metrics server answers a query. */
export function MetricsServerField({ form, onChange }: MetricsServerFieldProps) {
  return (
    <Select
      label="Metrics server"
      placeholder="Choose one"
      value={form.source}
      options={useObjectOptions('MetricsSource')}
      onChange={(source) => onChange({ source })}
      error={useFault('source')}
    />
  );
}
