import type { Cause, CauseVerdict } from '@fieldmarshal/contract/localisation/cause';
import { Link } from '@tanstack/react-router';
import { useNames } from '../catalog/object-api.ts';
import { Empty } from '../ui/Empty.tsx';
import { Time } from '../ui/Time.tsx';
import { BlastRadius } from './BlastRadius.tsx';
import { basisText, share, verdictSentence, witnessName } from './cause-words.ts';
import { SuspectList } from './SuspectList.tsx';
import './cause.css';

const sentencesMax = 12;

/** The whole verdict: ranking with evidence, what would decide, who breaks with it, changes, where else, and what was not known. */
export function CauseDetail({ cause, incidentId }: { cause: Cause; incidentId?: string }) {
  const { verdict } = cause;
  return (
    <>
      <section aria-label="Verdict" className="ui-card ui-stack">
        <p className="cause-sentence">{verdictSentence(cause)}</p>
        {verdict === null ? null : (
          <>
            <SuspectList suspects={verdict.suspects} sentences={sentencesMax} incidentId={incidentId} />
            <WouldDecide verdict={verdict} />
            <p className="ui-quiet ui-small">
              From {basisText(verdict)}.{verdict.basis.gaps.map((gap) => ` ${gap}`)}
              {verdict.silent.length === 0
                ? ''
                : ` Nothing to go by: ${verdict.silent.map(witnessName).join(', ')}.`}{' '}
              Weights {verdict.weights}; no model.
            </p>
          </>
        )}
      </section>
      {verdict?.suspects[0]?.kind === 'product' ? <BlastRadius suspect={verdict.suspects[0]} /> : null}
      {verdict === null ? null : <Changes verdict={verdict} since={cause.since} />}
      <Elsewhere cause={cause} />
    </>
  );
}

function WouldDecide({ verdict }: { verdict: CauseVerdict }) {
  if (verdict.wouldDecide.length === 0) return null;
  return (
    <div>
      <h2>What would decide</h2>
      <ul className="cause-list">
        {verdict.wouldDecide.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

function Changes({ verdict, since }: { verdict: CauseVerdict; since: string }) {
  const nameOf = useNames('Product');
  return (
    <section aria-label="Changes in the window" className="ui-stack">
      <h2>Changes in the window</h2>
      {verdict.changes.length === 0 ? (
        <Empty>No change of a product is known from six hours before it began.</Empty>
      ) : (
        <ul className="cause-list">
          {verdict.changes.map((change) => (
            <li key={change.change}>
              <span className="ui-mono">{share(change.probability)}</span> <b>{change.title}</b>{' '}
              <span className="ui-quiet">
                {change.product === null ? '' : `${nameOf(change.product)}, `}
                <Time at={change.at} show="clock" /> (T
                <Time at={change.at} show="since" from={since} focusable={false} />
                ). {change.reasons.join(' ')}
              </span>
            </li>
          ))}
          <li className="ui-quiet">
            <span className="ui-mono">{share(verdict.noChange)}</span> none of them
          </li>
        </ul>
      )}
    </section>
  );
}

function Elsewhere({ cause: { runs, elsewhere } }: { cause: Cause }) {
  const nameOf = useNames('Check');
  const environmentOf = useNames('Environment');
  if (runs.length === 0) return null;
  return (
    <section aria-label="Same error elsewhere" className="ui-stack">
      <h2>Failing runs, and the same error elsewhere</h2>
      <ul className="cause-list">
        {[...runs, ...elsewhere].map(({ run, check, environment, startedAt }) => (
          <li key={run}>
            <Link to="/runs/$id" params={{ id: run }}>
              {nameOf(check)} in {environmentOf(environment)}
            </Link>{' '}
            <span className="ui-quiet">
              <Time at={startedAt} show="ago" focusable={false} />
            </span>
          </li>
        ))}
      </ul>
      {elsewhere.length === 0 ? (
        <p className="ui-quiet">No other check or environment failed with this error.</p>
      ) : null}
    </section>
  );
}
