import type { CheckDetail } from '@fieldmarshal/contract/checks/view';
import { Link } from '@tanstack/react-router';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { verdictHealth } from './check-words.tsx';

type Runs = CheckDetail['history'][number]['runs'];

/** The last runs, oldest first; each leads to its page. */
export function RunHistory({ runs }: { runs: Runs }) {
  if (runs.length === 0) return <p className="ui-quiet">It has not run here yet.</p>;
  const passed = runs.filter(({ verdict }) => verdict === 'passed').length;
  return (
    <div className="ui-stack">
      <p className="ui-small ui-quiet">
        {runs.length === 1
          ? `Its only run ${passed === 1 ? 'passed' : 'did not pass'}`
          : `${passed} of the last ${runs.length} runs passed`}
      </p>
      <ul className="checks-history" aria-label="Last runs, oldest first">
        {runs.map(({ id, verdict, faultClass }) => (
          <li key={id}>
            <Link to="/runs/$id" params={{ id }}>
              <HealthGlyph health={verdictHealth(verdict, faultClass)} label={false} />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
