import type { Overview } from '@fieldmarshal/contract/insights';
import { Link } from '@tanstack/react-router';
import { Behind, Figure } from '../Figure.tsx';
import { beforeText, shareText } from '../insight-words.ts';

/** What came of it: actions, and deep root cause analyses. */
export function AfterwardsPart({ numbers: { actions, rca } }: { numbers: Overview }) {
  return (
    <section aria-label="Afterwards" className="ui-stack">
      <h2>What came of it</h2>
      <dl className="insights-figures">
        <Figure
          title="Actions overdue"
          value={
            <Behind name="actions-overdue" n={actions.overdue}>
              {actions.overdue} of {actions.unfinished} unfinished
            </Behind>
          }
          note={
            <>
              {actions.agreed} agreed, {actions.done} done, {actions.dropped} dropped;{' '}
              <Link to="/actions">all actions</Link>
            </>
          }
        />
        <Figure
          title="Over without any action"
          value={
            <Behind name="no-action" n={actions.without.part}>
              {shareText(actions.without)}
            </Behind>
          }
          note={beforeText(actions.without)}
        />
        <Figure
          title="Flagged for a deep analysis"
          value={
            <Behind name="rca-flagged" n={rca.flagged}>
              {shareText({ part: rca.flagged, of: rca.assessed })}
            </Behind>
          }
          note={
            <>
              <Behind name="rca-waiting" n={rca.waiting}>
                {rca.waiting} waiting
              </Behind>
              ,{' '}
              <Behind name="rca-dismissed" n={rca.dismissed}>
                {rca.dismissed} not needed
              </Behind>
            </>
          }
        />
        <Figure
          title="Deep analyses done"
          value={
            <Behind name="rca-done" n={rca.done}>
              {shareText({ part: rca.done, of: rca.accepted })}
            </Behind>
          }
          note={
            <Behind name="rca-overdue" n={rca.overdue}>
              {rca.overdue} overdue
            </Behind>
          }
        />
      </dl>
    </section>
  );
}
