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
        <Actions actions={actions} />
        <Analyses rca={rca} />
      </dl>
    </section>
  );
}

function Actions({ actions }: Pick<Overview, 'actions'>) {
  const { agreed, unfinished, overdue, done, dropped, without } = actions;
  return (
    <>
      <Figure
        title="Actions overdue"
        value={
          <>
            <Counted name="actions-overdue" n={overdue} word="" /> of{' '}
            <Counted name="actions-unfinished" n={unfinished} word="unfinished" />
          </>
        }
        note={
          <>
            <Counted name="actions-agreed" n={agreed} word="agreed" />,{' '}
            <Counted name="actions-done" n={done} word="done" />,{' '}
            <Counted name="actions-dropped" n={dropped} word="dropped" />;{' '}
            <Link to="/actions">all actions</Link>
          </>
        }
      />
      <Figure
        title="Over without any action"
        value={
          <Behind name="no-action" n={without.part}>
            {shareText(without)}
          </Behind>
        }
        note={beforeText(without)}
      />
    </>
  );
}

function Analyses({ rca }: Pick<Overview, 'rca'>) {
  const { assessed, flagged, accepted, dismissed, waiting, done, overdue } = rca;
  return (
    <>
      <Figure
        title="Flagged for a deep analysis"
        value={
          <Behind name="rca-flagged" n={flagged}>
            {shareText({ part: flagged, of: assessed })}
          </Behind>
        }
        note={
          <>
            <Counted name="rca-assessed" n={assessed} word="looked at" />,{' '}
            <Counted name="rca-waiting" n={waiting} word="waiting" />,{' '}
            <Counted name="rca-dismissed" n={dismissed} word="not needed" />
          </>
        }
      />
      <Figure
        title="Deep analyses done"
        value={
          <Behind name="rca-done" n={done}>
            {shareText({ part: done, of: accepted })}
          </Behind>
        }
        note={
          <>
            <Counted name="rca-accepted" n={accepted} word="asked for" />,{' '}
            <Counted name="rca-overdue" n={overdue} word="overdue" />
          </>
        }
      />
    </>
  );
}

/** A count with its word, both of which lead to what is counted. */
function Counted({ name, n, word }: { name: string; n: number; word: string }) {
  return (
    <Behind name={name} n={n}>
      {`${n} ${word}`.trim()}
    </Behind>
  );
}
