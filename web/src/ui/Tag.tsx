import type { ReactNode } from 'react';
import './Tag.css';

export interface TagProps {
  /** Weight of the form: 1 solid, 2 tint and border, 3 border, 4 words only, `null` dashed (not assessed). */
  rank: 1 | 2 | 3 | 4 | null;
  /** Short text on the tag. */
  children: ReactNode;
  /** The whole word, spoken and shown on hover. */
  word: string;
}

/** Square, filled by rank: the only place where magenta is used. */
export function Tag({ rank, children, word }: TagProps) {
  return (
    <span className={`ui-tag ui-tag-${rank ?? 'none'}`} data-tip={word}>
      {children}
      <span className="ui-hidden"> {word}</span>
    </span>
  );
}
