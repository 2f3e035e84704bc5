import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { keysText } from './keys-text.ts';
import './Button.css';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'title'> {
  children: ReactNode;
  /** `primary` is the one thing to do here (blue fill), `plain` a link-like button, `ending` needs a second look. */
  look?: 'primary' | 'normal' | 'plain' | 'ending';
  /** Icon before the words, 16 px. */
  icon?: ReactNode;
  /** As in a binding (`shift+x`), shown inside the button; the binding itself is made with `useKeys`. */
  keyHint?: string;
  /** Why it cannot be used now. The button stays focusable and says the reason; it does nothing. */
  disabledReason?: string | undefined;
  /** An action is on its way: does nothing until it is done. */
  busy?: boolean;
  wide?: boolean;
  /** Words shown on hover, focus or tap. */
  'data-tip'?: string | undefined;
  ref?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const {
    children,
    look = 'normal',
    icon,
    keyHint,
    disabledReason,
    busy,
    wide,
    onClick,
    className,
    ...rest
  } = props;
  const off = disabledReason !== undefined || busy === true;
  return (
    <button
      type="button"
      data-tip={disabledReason}
      {...rest}
      className={`ui-button ui-button-${look}${wide ? ' ui-button-wide' : ''} ${className ?? ''}`}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (off) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {icon}
      <span>{children}</span>
      {keyHint === undefined ? null : <kbd aria-hidden="true">{keysText(keyHint)}</kbd>}
    </button>
  );
}
