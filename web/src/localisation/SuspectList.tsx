import type { CauseEvidence, CauseSuspect } from '@fieldmarshal/contract/localisation/cause';
import { Link } from '@tanstack/react-router';
import { Time } from '../ui/Time.tsx';
import { share, sides } from './cause-words.ts';
import { PageButton } from './PageButton.tsx';

interface SuspectListProps {
  suspects: readonly CauseSuspect[];
  /** Sentences shown of each side. */
  sentences: number;
  /** The incident for which the team of a suspect can be paged. */
  incidentId?: string | undefined;
}

/** The ranking with what speaks for and against each, where that comes from and how old it is. Bars have no hue. */
export function SuspectList({ suspects, sentences, incidentId }: SuspectListProps) {
  return (
    <ol className="cause-suspects">
      {suspects.map((suspect) => (
        <li key={`${suspect.kind} ${suspect.name}`} className="cause-suspect">
          <div className="cause-head">
            <b className="cause-name">{suspect.displayName}</b>
            <Bar probability={suspect.probability} />
            {incidentId === undefined ? null : <PageButton id={incidentId} suspect={suspect} />}
          </div>
          {suspect.version === null ? null : <p className="ui-quiet ui-small">version {suspect.version}</p>}
          <Side title="For" evidence={sides(suspect.evidence).for.slice(0, sentences)} />
          <Side title="Against" evidence={sides(suspect.evidence).against.slice(0, sentences)} />
        </li>
      ))}
    </ol>
  );
}

function Bar({ probability }: { probability: number }) {
  return (
    <span className="cause-bar">
      <svg width="100%" height="8" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className="cause-bar-back" width="100" height="8" />
        <rect className="cause-bar-fill" width={Math.max(1, probability * 100)} height="8" />
      </svg>
      <span className="ui-mono">{share(probability)}</span>
    </span>
  );
}

function Side({ title, evidence }: { title: string; evidence: readonly CauseEvidence[] }) {
  if (evidence.length === 0) return null;
  return (
    <div className="cause-side">
      <span className="ui-quiet">{title}</span>
      <ul>
        {evidence.map(({ witness, sentence, source }) => (
          <li key={`${witness} ${sentence}`}>
            {sentence}{' '}
            <span className="ui-quiet ui-small">
              {source.href === null ? source.label : <Link to={source.href}>{source.label}</Link>}
              {source.at === null ? null : (
                <>
                  , <Time at={source.at} focusable={false} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
