import { useEffect, useState } from 'react';
import './Notes.css';

export interface LoadingProps {
  /** What is loading, and what was last known: "checks (last 02:11Z)". */
  what: string;
}

/** Nothing for a second, then words. No shimmer: empty boxes look like answers. */
export function Loading({ what }: LoadingProps) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), 1000);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <p className="ui-note ui-quiet" role="status">
      {late ? `Still loading: ${what}` : ''}
    </p>
  );
}
