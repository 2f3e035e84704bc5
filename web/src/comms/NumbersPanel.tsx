import { counted } from '@fieldmarshal/contract/text/counted';
import type { CommsNumbers } from '@fieldmarshal/contract/comms/schema';
import { FailureNote } from '../app/FailureNote.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { durationText } from '../ui/time-text.ts';
import { useNumbers } from './comms-api.ts';

/** How fast people were told in the last thirty days, what was changed of the drafts, how often a promise was late; each with how many it rests on. */
export function NumbersPanel() {
  const numbers = useNumbers();
  if (numbers.isPending) return <Loading what="numbers" />;
  if (numbers.isError) return <FailureNote error={numbers.error} />;
  const { toDraft, toApproval, toDelivery, edits, promises, late } = numbers.data;
  return (
    <div className="ui-stack">
      <p className="ui-quiet">Incidents declared in the last 30 days, drills left out.</p>
      <dl className="comms-numbers">
        <dt>From declaration to the first draft</dt>
        <dd>{spreadText(toDraft)}</dd>
        <dt>To the first approval</dt>
        <dd>{spreadText(toApproval)}</dd>
        <dt>To the first message that arrived</dt>
        <dd>{spreadText(toDelivery)}</dd>
        <dt>Updates later than promised</dt>
        <dd>{promises === 0 ? 'none was promised' : `${late} of ${promises}`}</dd>
      </dl>
      <h2>What people changed of the drafts</h2>
      {edits.length === 0 ? <Empty>Nothing generated was sent in this time.</Empty> : null}
      <ul className="room-list">
        {edits.map(({ template, n, changedRatio }) => (
          <li key={template}>
            <span className="ui-mono">{template}</span> {Math.round(changedRatio * 100)}% of the characters,
            over {n} sent
          </li>
        ))}
      </ul>
    </div>
  );
}

function spreadText({ n, p50S, p90S }: CommsNumbers['toDraft']): string {
  if (p50S === null || p90S === null) return 'none yet';
  return `half within ${durationText(p50S * 1000)}, nine of ten within ${durationText(p90S * 1000)} (${counted(n, 'incident')})`;
}
