import { Button } from '../../ui/Button.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Draft } from './draft.ts';

interface TheirsProps<F> {
  draft: Draft<F>;
  onStartAgain: () => void;
  /** What more there is to see of it. */
  note?: string;
}

/** Somebody else saved what is being edited: what is typed stays, and who typed it chooses. */
export function Theirs<F>({ draft, onStartAgain, note = '' }: TheirsProps<F>) {
  return (
    <div className="ui-card ui-stack" role="alert">
      <p>
        <b>Somebody else changed it</b> <Time at={draft.theirs?.updatedAt ?? null} />. What you typed is still
        here{note}.
      </p>
      <div className="ui-row">
        <Button onClick={onStartAgain}>Start again from theirs</Button>
        <Button onClick={draft.keepMine}>Keep mine, to replace theirs</Button>
      </div>
    </div>
  );
}
