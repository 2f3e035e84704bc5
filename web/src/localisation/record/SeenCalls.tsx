import type { CallMap } from '@fieldmarshal/contract/localisation/calls';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Time } from '../../ui/Time.tsx';
import { useCalls } from './record-api.ts';
import '../cause.css';

/** What spans say of who calls whom, where the catalog says otherwise. */
export function SeenCalls() {
  const calls = useCalls();
  if (calls.isError) return <FailureNote error={calls.error} />;
  if (calls.data === undefined) return null;
  return <Calls calls={calls.data} />;
}

function Calls({ calls }: { calls: CallMap }) {
  const { spans, lines, days, seen, undeclared, unseen, silent } = calls;
  return (
    <section aria-label="Calls by spans" className="ui-card ui-stack">
      <h2>Calls by spans, beside the catalog</h2>
      {spans.received === 0 ? (
        <p className="ui-quiet">
          No span came in {days} days. Products send them to /intake/otlp/v1/traces with the key of an
          integration.
        </p>
      ) : (
        <>
          <p className="ui-quiet">
            {seen} different calls in {days} days, from {spans.received} spans: {spans.kept + spans.claimed}{' '}
            kept, {spans.dropped} dropped, {spans.refused} refused; last kept or waiting one{' '}
            <Time at={spans.lastAt} show="ago" focusable={false} />.
          </p>
          <h3>Seen, and not in the catalog</h3>
          {undeclared.length === 0 ? <p className="ui-quiet">None.</p> : null}
          <ul className="cause-list">
            {undeclared.map(({ caller, callee, calls: count, lastAt }) => (
              <li key={`${caller} ${callee}`}>
                {caller} calls {callee}{' '}
                <span className="ui-quiet">
                  {count} times, last <Time at={lastAt} show="ago" focusable={false} />
                </span>
              </li>
            ))}
          </ul>
          <h3>In the catalog, and never seen</h3>
          <p>
            {unseen.length === 0
              ? 'None.'
              : unseen.map(({ caller, callee }) => `${caller} to ${callee}`).join('; ')}
          </p>
          {silent.length === 0 ? null : (
            <p className="ui-quiet">No span came of: {silent.join(', ')}. Of these nothing can be said.</p>
          )}
        </>
      )}
      <h3>Logs</h3>
      <p className="ui-quiet">
        {lines.received === 0 ? (
          `No log line came in ${days} days. Products send them to /intake/otlp/v1/logs with the key of an integration; what is counted is what of them is the same each time.`
        ) : (
          <>
            {lines.received} log lines in {days} days: {lines.counted} counted, {lines.unplaced} of no product
            or environment of the catalog, {lines.refused} refused; last counted one{' '}
            <Time at={lines.lastAt} show="ago" focusable={false} />.
          </>
        )}
      </p>
    </section>
  );
}
