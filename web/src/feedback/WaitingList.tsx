import { Button } from '../ui/Button.tsx';
import { Time } from '../ui/Time.tsx';
import { foundWords, waitingText } from './feedback-words.ts';
import { discardWaiting, useWaiting } from './sending.ts';

/** What could not be sent yet, or was refused when it was sent later, each with a way to take it back. Nothing where nothing waits. */
export function WaitingList() {
  const waiting = useWaiting();
  if (waiting.length === 0) return null;
  return (
    <section className="ui-stack" aria-label="Not sent yet">
      <p>
        <b>{waitingText(waiting.length)}.</b>{' '}
        <span className="ui-quiet">Kept on this device and sent when the server can be reached, once.</span>
      </p>
      <ul className="feedback-answers">
        {waiting.map(({ said, givenAt, refused }) => (
          <li key={said.key} className="ui-card ui-row feedback-head">
            <span>
              {foundWords[said.found]}, <Time at={new Date(givenAt).toISOString()} show="ago" />
              {said.words === '' ? '' : `: ${said.words}`}
              {refused === null ? null : <b> Refused: {refused}</b>}
            </span>
            <Button onClick={() => discardWaiting(said.key)}>Discard</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
