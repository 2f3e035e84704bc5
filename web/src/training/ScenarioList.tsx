import { FailureNote } from '../app/FailureNote.tsx';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Pill } from '../ui/Pill.tsx';
import { useScenarios } from './training-api.ts';

/** Written incidents to practise on. */
export function ScenarioList({ onStart }: { onStart: (scenario: string) => void }) {
  const scenarios = useScenarios();
  const items = scenarios.data?.items ?? [];
  return (
    <section className="ui-stack" aria-label="Scenarios">
      <h2>Scenarios</h2>
      <FailureNote error={scenarios.error} />
      {scenarios.isPending ? <Loading what="scenarios" /> : null}
      {scenarios.isSuccess && items.length === 0 ? (
        <Empty>
          No scenario is written yet. One is a file of kind Scenario; five to begin with are in
          demo/catalog/96-scenarios.yaml.
        </Empty>
      ) : null}
      <ul className="training-scenarios">
        {items.map(({ name, title, description, minutes, live }) => (
          <li key={name} className="ui-card ui-stack">
            <h3>{title}</h3>
            <p className="ui-quiet">{description === '' ? 'No description.' : description}</p>
            <div className="ui-row">
              <Pill>{minutes} min</Pill>
              {live ? <Pill>switches a real fault on</Pill> : null}
              <Button onClick={() => onStart(name)} aria-label={`Start a drill: ${title}`}>
                Start
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
