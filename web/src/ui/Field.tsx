import { useId, type ReactNode } from 'react';
import './Field.css';

export interface FieldTexts {
  label: string;
  /** Label for ears only; use where a column header or placeholder already says it. */
  labelHidden?: boolean;
  /** One line on what is expected. */
  hint?: ReactNode;
  /** What is wrong and how to put it right. The typed text always stays. */
  error?: string | undefined;
  required?: boolean;
}

export interface FieldWiring {
  id: string;
  required: boolean;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

/** Label, hint and error around one control; passes the control its id and aria wiring. */
export function Field(props: FieldTexts & { children: (wiring: FieldWiring) => ReactNode }) {
  const { label, labelHidden, hint, error, required = false, children } = props;
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter(
    Boolean,
  );
  return (
    <div className="ui-field">
      <label htmlFor={id} className={labelHidden ? 'ui-hidden' : 'ui-field-label'}>
        {label}
        {required ? <span className="ui-quiet"> (required)</span> : null}
      </label>
      {children({
        id,
        required,
        'aria-invalid': error === undefined ? undefined : true,
        'aria-describedby': described.join(' ') || undefined,
      })}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="ui-field-hint">
          {hint}
        </p>
      )}
      <p id={`${id}-error`} className="ui-field-error" role="alert">
        {error}
      </p>
    </div>
  );
}

/** Splits the texts of a field from the attributes of its control. */
export function splitField<P extends FieldTexts>(props: P): [FieldTexts, Omit<P, keyof FieldTexts>] {
  const { label, labelHidden = false, hint, error, required = false, ...control } = props;
  return [{ label, labelHidden, hint, error, required }, control];
}
