import type { DiodeView, GapView } from '@fieldmarshal/contract/relay';
import { Button } from '../../ui/Button.tsx';
import { nowMs } from '../../ui/clock.ts';
import { Time } from '../../ui/Time.tsx';
import { haveNotCome } from '../relay-words.ts';
import '../relay.css';

interface RequestPageProps {
  /** Of whom bundles are missing, as people say it: "field-1", "headquarters". */
  readonly of: string;
  /** Who asks, in the same words. */
  readonly by: string;
  readonly gaps: readonly GapView[];
  readonly transfers: DiodeView['transfers'];
  /** Empty where nothing is missing. */
  readonly text: string;
}

const headquarters = 'headquarters';

function nameOf(side: string): string {
  return side === headquarters ? side : `the site ${side}`;
}

/** The commands of whoever gets the page; headquarters must say for which site. */
function again(of: string, by: string): { line: string; file: string } {
  return of === headquarters
    ? { line: `fieldmarshal bundle send --site ${by}`, file: `fieldmarshal bundle down ${by} --again` }
    : { line: 'fieldmarshal bundle send', file: 'fieldmarshal bundle export --again' };
}

/** To be printed and carried where there is no way back but paper. */
export function RequestPage({ of, by, gaps, transfers, text }: RequestPageProps) {
  if (gaps.length === 0 && text === '') return null;
  return (
    <section className="ui-card ui-stack relay-request" aria-label="Request page">
      <h2>{gaps.length === 0 ? `Parts from ${of} are missing` : `No data from ${of} for a time`}</h2>
      <ul className="relay-list">
        {gaps.map((gap) => (
          <li key={gap.firstMissing}>
            <b>No data</b> from {gap.from === null ? 'its beginning' : <Time at={gap.from} show="full" />} to{' '}
            {gap.to === null ? 'now' : <Time at={gap.to} show="full" />}: {haveNotCome(gap)}.
          </li>
        ))}
        {transfers.map(({ sequence, have, parts, lastAt }) => (
          <li key={`${sequence} ${lastAt}`}>
            Bundle {sequence} came in part: {have} of {parts} parts are here, the last datagram came{' '}
            <Time at={lastAt} show="full" />.
          </li>
        ))}
      </ul>
      {text === '' ? null : (
        <>
          <p>
            To {nameOf(of)}, from {nameOf(by)}: please send again{' '}
            <b className="ui-mono relay-numbers">{text}</b>
          </p>
          <p className="ui-quiet">
            Whoever gets this page types the line under <i>One-way line</i> on the screen Sites, or after{' '}
            <span className="ui-mono">{again(of, by).line}</span>. Before a colon stands the number of a
            bundle, after it the parts that are missing; the two letters at the end tell a slip of the pen.
            Whole bundles may be carried as files instead: under <i>Bundles</i> there, or{' '}
            <span className="ui-mono">{again(of, by).file}</span>.
          </p>
        </>
      )}
      <p className="relay-print-only">
        Printed <Time at={new Date(nowMs()).toISOString()} show="full" />.
      </p>
      <div className="ui-row ui-no-print">
        <Button onClick={() => window.print()}>Print this request</Button>
      </div>
    </section>
  );
}
