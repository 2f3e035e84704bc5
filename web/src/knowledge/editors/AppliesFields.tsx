import { useFault } from '../../catalog/editor/faults.ts';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { EnvironmentsField } from '../../catalog/editor/EnvironmentsField.tsx';
import type { AppliesForm } from './applies.ts';

interface AppliesFieldsProps {
  form: AppliesForm;
  onChange: (part: Partial<AppliesForm>) => void;
}

/** In which rooms it stands, and how far back it looks. */
export function AppliesFields({ form, onChange }: AppliesFieldsProps) {
  return (
    <>
      <SearchSelect
        label="For incidents of these products"
        hint="None: of every product"
        value={form.products}
        onChange={(products) => onChange({ products })}
        options={useObjectOptions('Product')}
        error={useFault('products', { deep: true })}
      />
      <EnvironmentsField
        label="In these environments"
        hint="None: in every one, and where an incident names none"
        form={form}
        onChange={onChange}
      />
      <TextField
        label="Minutes before the incident"
        hint="It shows that much of the time before, up to now or a quarter of an hour after the end"
        inputMode="numeric"
        value={form.leadMinutes}
        onChange={(leadMinutes) => onChange({ leadMinutes })}
        error={useFault('leadMinutes')}
      />
    </>
  );
}
