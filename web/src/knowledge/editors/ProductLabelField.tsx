import { useFault } from '../../catalog/editor/faults.ts';
import { TextField } from '../../ui/TextField.tsx';

interface ProductLabelFieldProps {
  form: { readonly productLabel: string };
  onChange: (part: { productLabel: string }) => void;
}

/** By which label of an answer a product is known. */
export function ProductLabelField({ form, onChange }: ProductLabelFieldProps) {
  return (
    <TextField
      label="Label that names the product"
      hint="Its value is the id of a product, or one of its aliases"
      value={form.productLabel}
      onChange={(productLabel) => onChange({ productLabel })}
      error={useFault('productLabel')}
      spellCheck={false}
      autoComplete="off"
    />
  );
}
