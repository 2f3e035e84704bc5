import { useNavigate } from '@tanstack/react-router';
import type { Ways } from '../../catalog/editor/object-editor.ts';
import { Empty } from '../../ui/Empty.tsx';
import { SourceAccess, type SourcePath } from './MetricsPanel.tsx';

interface HowReachedProps {
  path: SourcePath;
  /** Null: it is not saved yet. */
  name: string | null;
}

/** A secret is sealed for the saved address. */
export function HowReached({ path, name }: HowReachedProps) {
  return (
    <section aria-label="How it is reached" className="ui-stack">
      <h2>How it is reached</h2>
      {name === null ? (
        <Empty>
          Save it: then its password or token is set, and whether it may stand at a private address.
        </Empty>
      ) : (
        <SourceAccess path={path} name={name} />
      )}
    </section>
  );
}

/** Back to where all of them are. */
export function useSourceWays(): Ways {
  const navigate = useNavigate();
  const leave = (ignoreBlocker: boolean) =>
    void navigate({ to: '/admin', search: { part: 'metrics' }, ignoreBlocker });
  return { saved: () => leave(true), left: () => leave(false) };
}
