import { Button } from '../../ui/Button.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Draft } from './draft.ts';

/** Somebody else saved what is being edited: what is typed stays, and who typed it chooses. */
export function Theirs<F>({ draft, onStartAgain }: { draft: Draft<F>; onStartAgain: () => void }) {
  return (
    <div className="ui-card ui-stack" role="alert">
      <p>
        <b>Somebody else changed it</b> <Time at={draft.theirs?.updatedAt ?? null} />. What you typed is still
        here; the differences shown are to what is saved now.
      </p>
      <div className="ui-row">
        <Button onClick={onStartAgain}>Start again from theirs</Button>
        <Button onClick={draft.keepMine}>Keep mine, to replace theirs</Button>
      </div>
    </div>
  );
}
