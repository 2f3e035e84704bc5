import type { Ref } from 'react';
import { Field, splitField, type FieldTexts } from './Field.tsx';

export interface SelectOption<V extends string = string> {
  value: V;
  label: string;
}

export interface SelectProps<V extends string> extends FieldTexts {
  value: V;
  onChange: (value: V) => void;
  options: readonly SelectOption<V>[];
  /** First line, whose value is empty, such as "Choose a team". */
  placeholder?: string;
  disabled?: boolean;
  name?: string;
  ref?: Ref<HTMLSelectElement>;
}

/** Up to about 15 options, by the browser's own list. For more, or several at once, see `SearchSelect`. */
export function Select<V extends string>(props: SelectProps<V>) {
  const [texts, { onChange, options, placeholder, ...control }] = splitField(props);
  return (
    <Field {...texts}>
      {(wiring) => (
        <select
          {...control}
          {...wiring}
          className="ui-control"
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the value of one of the options
          onChange={(event) => onChange(event.currentTarget.value as V)}
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
