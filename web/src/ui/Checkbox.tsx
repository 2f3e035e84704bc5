import { useId, type ReactNode } from 'react';
import './Field.css';

export interface CheckboxProps {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: ReactNode;
  disabled?: boolean;
  name?: string;
}

export function Checkbox(props: CheckboxProps) {
  return <Choice {...props} look="checkbox" />;
}

/** On or off with effect at once; inside a form with a save button use `Checkbox`. */
export function Switch(props: CheckboxProps) {
  return <Choice {...props} look="switch" />;
}

function Choice({
  label,
  checked,
  onChange,
  hint,
  disabled,
  name,
  look,
}: CheckboxProps & { look: 'checkbox' | 'switch' }) {
  const id = useId();
  return (
    <div>
      <label className={`ui-choice ui-${look}`}>
        <input
          type="checkbox"
          role={look === 'switch' ? 'switch' : undefined}
          checked={checked}
          disabled={disabled}
          name={name}
          aria-describedby={hint === undefined ? undefined : id}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      {hint === undefined ? null : (
        <p id={id} className="ui-field-hint">
          {hint}
        </p>
      )}
    </div>
  );
}
