import type { Ref, TextareaHTMLAttributes } from 'react';
import { Field, splitField, type FieldTexts } from './Field.tsx';

export interface TextAreaProps
  extends
    FieldTexts,
    Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id' | 'required' | 'onChange' | 'value'> {
  value: string;
  onChange: (value: string) => void;
  /** Ctrl/⌘ Enter. */
  onSubmit?: () => void;
  ref?: Ref<HTMLTextAreaElement>;
}

export function TextArea(props: TextAreaProps) {
  const [texts, { onChange, onSubmit, className, onKeyDown, ...control }] = splitField(props);
  return (
    <Field {...texts}>
      {(wiring) => (
        <textarea
          rows={3}
          {...control}
          {...wiring}
          className={`ui-control ${className ?? ''}`}
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={(event) => {
            onKeyDown?.(event);
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit?.();
          }}
        />
      )}
    </Field>
  );
}
