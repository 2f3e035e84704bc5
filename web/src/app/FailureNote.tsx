import { ErrorNote } from '../ui/ErrorNote.tsx';
import { RequestError } from './http.ts';

/** What a refused write says, beside what was typed: the sentence, each field at fault, and the request id. Nothing without an error. */
export function FailureNote({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const known = error instanceof RequestError ? error : null;
  const faults = (known?.faults ?? []).filter(({ message }) => !known?.message.includes(message));
  return (
    <ErrorNote requestId={known?.requestId}>
      {known?.message ?? 'That did not work. Nothing was changed.'}
      {faults.map((fault) => (
        <div key={fault.path}>
          <span className="ui-mono">{fault.path}</span> {fault.message}
        </div>
      ))}
    </ErrorNote>
  );
}
