import { useFault } from '../../catalog/editor/faults.ts';
import { useObjectOptions } from '../../catalog/object-api.ts';
import type { FormProps } from '../../oncall/form/form-props.ts';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ZoneField } from '../../ui/ZoneField.tsx';
import { TimeRows } from './TimeRows.tsx';
import type { WorkForm } from './work-form.ts';

type Props = FormProps<WorkForm>;

/** All of a maintenance window that comes again: what is done, what it covers, when. */
export function WorkFields({ form, onChange }: Props) {
  return (
    <>
      <TextField
        label="What is done?"
        required
        autoFocus
        maxLength={200}
        value={form.displayName}
        onChange={(displayName) => onChange({ displayName })}
        error={useFault('displayName')}
      />
      <CoverFields form={form} onChange={onChange} />
      <TimeRows times={form.times} onChange={(times) => onChange({ times })} />
      <ZoneField
        label="Time zone"
        hint="It stays at these hours there when clocks change."
        value={form.timeZone}
        onChange={(timeZone) => onChange({ timeZone })}
        error={useFault('timeZone')}
      />
      <ValidFields form={form} onChange={onChange} />
    </>
  );
}

function CoverFields({ form, onChange }: Props) {
  const products = useObjectOptions('Product');
  const environments = useObjectOptions('Environment');
  const checks = useObjectOptions('Check');
  return (
    <>
      <SearchSelect
        label="Products"
        value={form.products}
        onChange={(chosen) => onChange({ products: chosen })}
        options={products}
        error={useFault('products', { deep: true })}
      />
      <SearchSelect
        label="Environments"
        value={form.environments}
        onChange={(chosen) => onChange({ environments: chosen })}
        options={environments}
        error={useFault('environments', { deep: true })}
      />
      <SearchSelect
        label="Checks"
        hint="What is chosen above and here must all fit."
        value={form.checks}
        onChange={(chosen) => onChange({ checks: chosen })}
        options={checks}
        error={useFault('checks', { deep: true })}
      />
    </>
  );
}

function ValidFields({ form: { validFrom, validUntil }, onChange }: Props) {
  return (
    <div className="work-pair">
      <TextField
        label="None before"
        type="datetime-local"
        hint="In that time zone. Empty: from now on."
        value={validFrom.text}
        onChange={(text) => onChange({ validFrom: { ...validFrom, text } })}
        error={useFault('validFrom')}
      />
      <TextField
        label="None after"
        type="datetime-local"
        hint="Empty: until it is removed."
        value={validUntil.text}
        onChange={(text) => onChange({ validUntil: { ...validUntil, text } })}
        error={useFault('validUntil')}
      />
    </div>
  );
}
