import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { RequestError } from '../http.ts';

/** One screen failed: strips, rail and keys still work, and it can be tried again. */
export function ScreenError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const requestId = error instanceof RequestError ? error.requestId : undefined;
  return (
    <ErrorNote
      requestId={requestId}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    >
      <b>This screen could not be shown.</b> {error instanceof Error ? error.message : ''} The strips and the
      other screens still work.
    </ErrorNote>
  );
}
