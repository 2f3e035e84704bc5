import type { TriageAnswer } from '@fieldmarshal/contract/assist';
import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useNames } from '../../catalog/object-api.ts';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useTriage } from './assist-api.ts';
import { Cites } from './Cites.tsx';
import './assist.css';

const adviceWords: Readonly<Record<TriageAnswer['advice'], string>> = {
  'field-marshal': 'A Field Marshal should lead this.',
  ask: 'Ask a Field Marshal.',
  team: 'The product team can do this alone.',
};

/** Whether it needs a Field Marshal: the points, and what would change that. Advice only; people decide. */
export function TriagePanel({ incident }: { incident: Incident }) {
  const triage = useTriage(incident.id);
  return (
    <section className="ui-card room-panel" aria-label="Who should lead">
      <h2>
        Who should lead{' '}
        {triage.data === undefined ? null : (
          <span className="ui-quiet">
            {triage.data.total} {triage.data.total === 1 ? 'point' : 'points'};{' '}
            {triage.data.thresholds.fieldMarshal} or more call for a Field Marshal
          </span>
        )}
      </h2>
      {triage.isPending ? <Loading what="the advice" /> : null}
      <FailureNote error={triage.error} />
      {triage.data === undefined ? null : <Advice incident={incident} triage={triage.data} />}
    </section>
  );
}

function Advice({ incident: { id, severity }, triage }: { incident: Incident; triage: TriageAnswer }) {
  return (
    <>
      <p>
        <b>{adviceWords[triage.advice]}</b>
      </p>
      {triage.points.length === 0 ? <p className="ui-quiet">No point speaks for more.</p> : null}
      <ul className="room-list">
        {triage.points.map((point) => (
          <li key={point.id} className="assist-point">
            <span className="ui-mono">+{point.points}</span>
            <span>
              {point.text} <Cites id={id} cites={point.cites} />
            </span>
          </li>
        ))}
      </ul>
      {triage.tuned.map((sentence) => (
        <p key={sentence} className="ui-quiet">
          {sentence}
        </p>
      ))}
      <Heard triage={triage} severity={severity} />
      {triage.change.length === 0 ? null : (
        <details>
          <summary>What would change this</summary>
          <ul className="assist-change">
            {triage.change.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** What people wrote of that the record does not have. */
function Heard({ triage: { heard }, severity }: { triage: TriageAnswer; severity: Incident['severity'] }) {
  const nameOf = useNames('Product');
  const named = [...heard.products.map(({ product }) => nameOf(product)), ...heard.regions];
  return (
    <>
      {named.length === 0 ? null : (
        <p className="ui-quiet">The log also names {named.slice(0, 8).join(', ')}.</p>
      )}
      {heard.learnt.length === 0 ? null : (
        <p className="ui-quiet">
          When such words were used before, it was mostly{' '}
          {heard.learnt
            .map(({ product, probability }) => `${nameOf(product)} (${Math.round(100 * probability)}%)`)
            .join(', ')}
          .
        </p>
      )}
      {heard.turnedOut === null || heard.turnedOut === severity ? null : (
        <p className="ui-quiet">When such words were used before, it mostly turned out {heard.turnedOut}.</p>
      )}
    </>
  );
}
