import type { Ref } from 'react';
import { Field, splitField, type FieldTexts } from './Field.tsx';

export interface SelectOption {
  value: string;
  label: string;
}

export interface SelectProps extends FieldTexts {
  value: string;
  onChange: (value: string) => void;
  options: readonly SelectOption[];
  /** First line without a value, such as "Choose a team". */
  placeholder?: string;
  disabled?: boolean;
  name?: string;
  ref?: Ref<HTMLSelectElement>;
}

/** Up to about 15 options, by the browser's own list. For more, or several at once, see `SearchSelect`. */
export function Select(props: SelectProps) {
  const [texts, { onChange, options, placeholder, ...control }] = splitField(props);
  return (
    <Field {...texts}>
      {(wiring) => (
        <select
          {...control}
          {...wiring}
          className="ui-control"
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {placeholder === undefined ? null : <option value="">{placeholder}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
