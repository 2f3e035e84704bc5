import type { InputHTMLAttributes, Ref } from 'react';
import { Field, splitField, type FieldTexts } from './Field.tsx';

export interface TextFieldProps
  extends
    FieldTexts,
    Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'required' | 'onChange' | 'value' | 'type'> {
  value: string;
  onChange: (value: string) => void;
  type?:
    | 'text'
    | 'password'
    | 'email'
    | 'url'
    | 'number'
    | 'search'
    | 'tel'
    | 'datetime-local'
    | 'date'
    | 'time';
  ref?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const [texts, { onChange, className, ...control }] = splitField(props);
  return (
    <Field {...texts}>
      {(wiring) => (
        <input
          {...control}
          {...wiring}
          className={`ui-control ${className ?? ''}`}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
