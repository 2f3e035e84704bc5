import { useEffect, useState, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { CopyButton } from './CodeBlock.tsx';
import './Notes.css';

export interface ErrorNoteProps {
  /** What failed, and what still works. */
  children: ReactNode;
  /** For whoever looks into the log. */
  requestId?: string | undefined;
  onRetry?: () => void;
  /** Tries again by itself after so many seconds, counted down on the button. */
  retrySeconds?: number;
}

export function ErrorNote({ children, requestId, onRetry, retrySeconds }: ErrorNoteProps) {
  return (
    <div className="ui-note ui-error" role="alert">
      <div>{children}</div>
      {onRetry === undefined ? null : <RetryButton onRetry={onRetry} seconds={retrySeconds} />}
      {requestId === undefined ? null : (
        <div className="ui-row ui-small">
          <span>
            Request <code>{requestId}</code>
          </span>
          <CopyButton text={requestId} label="Copy request id" />
        </div>
      )}
    </div>
  );
}

function RetryButton({ onRetry, seconds }: { onRetry: () => void; seconds: number | undefined }) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    if (left === undefined) return undefined;
    if (left <= 0) return onRetry();
    const timer = window.setTimeout(() => setLeft(left - 1), 1000);
    return () => window.clearTimeout(timer);
  }, [left, onRetry]);
  return (
    <Button onClick={onRetry}>
      Try again
      {left === undefined ? '' : <span aria-hidden="true"> ({left} s)</span>}
    </Button>
  );
}
