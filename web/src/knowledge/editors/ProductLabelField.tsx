import { useFault, type Fault } from '../../catalog/editor/faults.ts';
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

/** A label as Prometheus and Loki name theirs. */
export function missingLabel({ productLabel }: { readonly productLabel: string }): Fault[] {
  return /^[A-Za-z_][A-Za-z0-9_]{0,199}$/.test(productLabel.trim())
    ? []
    : [
        {
          path: 'productLabel',
          message: 'A label has letters, digits and _, and does not begin with a digit',
        },
      ];
}
