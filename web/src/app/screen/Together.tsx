import { useQueryClient, type Query } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';

/** As long as nothing is said of loading either. */
const waitMsMax = 1000;
/** What has come may ask for more once it is drawn. */
const calmMs = 30;

export interface TogetherProps {
  /** Of the element around the parts. */
  className: string;
  children: ReactNode;
}

/**
 * Shows its parts once each has its first answer, after a second at the latest. Drawn one by one, a part that comes late pushes the
 * button of another from under the finger.
 */
export function Together({ className, children }: TogetherProps) {
  const isHere = useFirstAnswers();
  return (
    <div className={className} style={isHere ? undefined : { visibility: 'hidden' }}>
      {children}
    </div>
  );
}

function useFirstAnswers(): boolean {
  const client = useQueryClient();
  const [isHere, setHere] = useState(false);
  useEffect(() => {
    let calm: ReturnType<typeof setTimeout> | undefined;
    const show = () => setHere(true);
    const look = () => {
      clearTimeout(calm);
      if (client.isFetching({ predicate: isFirst }) === 0) calm = setTimeout(show, calmMs);
    };
    const latest = setTimeout(show, waitMsMax);
    const stop = client.getQueryCache().subscribe(look);
    look();
    return () => {
      stop();
      clearTimeout(calm);
      clearTimeout(latest);
    };
  }, [client]);
  return isHere;
}

function isFirst(query: Query): boolean {
  return query.state.status === 'pending';
}
