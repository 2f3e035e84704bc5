import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './Button.tsx';

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'wide'> {
  /** What it does; spoken, and shown on hover and focus. */
  label: string;
  icon: ReactNode;
}

export function IconButton({ label, icon, keyHint, disabledReason, ...rest }: IconButtonProps) {
  const hint = keyHint === undefined ? label : `${label} (${keyHint})`;
  return (
    <Button
      look="plain"
      {...rest}
      disabledReason={disabledReason}
      data-tip={disabledReason === undefined ? hint : `${label}: ${disabledReason}`}
      aria-label={label}
      className={`ui-icon-button ${rest.className ?? ''}`}
    >
      {icon}
    </Button>
  );
}
