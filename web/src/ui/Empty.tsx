import type { ReactNode } from 'react';
import { Time } from './Time.tsx';
import './Notes.css';

export interface EmptyProps {
  /** What would be here and how much was looked at: "No failing checks. 1,284 run in the last 10 min." */
  children: ReactNode;
  /** When that was last found out. */
  checkedAt?: string | undefined;
  /** What to do next, a button or link. */
  action?: ReactNode;
}

export function Empty({ children, checkedAt, action }: EmptyProps) {
  return (
    <div className="ui-note ui-empty">
      <p>
        {children}
        {checkedAt === undefined ? null : (
          <span className="ui-quiet">
            {' '}
            Checked <Time at={checkedAt} show="clock" />
          </span>
        )}
      </p>
      {action}
    </div>
  );
}
