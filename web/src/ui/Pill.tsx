import type { ReactNode } from 'react';
import './Tag.css';

export interface PillProps {
  children: ReactNode;
  /** A glyph before the words. */
  glyph?: ReactNode;
  /** Dashed outline: a draft, or written by a machine. */
  draft?: boolean;
}

/** Rounded outline without hue: workflow state, kind, count. */
export function Pill({ children, glyph, draft }: PillProps) {
  return (
    <span className={`ui-pill${draft ? ' ui-pill-draft' : ''}`}>
      {glyph}
      {children}
    </span>
  );
}
