import type { AmbushReport } from '@fieldmarshal/contract/readiness';
import { useNames } from '../../catalog/object-api.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Time } from '../../ui/Time.tsx';

type Runbook = AmbushReport['runbooks'][number];

const order = (runbook: Runbook) => (runbook.alive === false ? 0 : runbook.alive === null ? 1 : 2);

/** Whether the links to runbooks answer, those that do not first. */
export function RunbookList({ runbooks }: { runbooks: readonly Runbook[] }) {
  const nameOf = useNames('Product');
  if (runbooks.length === 0) return <Empty>No product links a runbook.</Empty>;
  return (
    <ul className="readiness-values">
      {[...runbooks]
        .sort((a, b) => order(a) - order(b))
        .map((runbook) => (
          <li key={runbook.url}>
            <Pill>
              {runbook.alive === null ? 'Not known' : runbook.alive ? 'Answers' : 'Does not answer'}
            </Pill>{' '}
            <a href={runbook.url} rel="noreferrer">
              {runbook.url}
            </a>{' '}
            <span className="ui-quiet">
              {runbook.products.map((name) => nameOf(name)).join(', ')}
              {runbook.at === null ? (
                ', not tried yet'
              ) : (
                <>
                  , tried <Time at={runbook.at} show="ago" />
                </>
              )}
              {runbook.trouble === null ? '' : `: ${runbook.trouble}`}
            </span>
          </li>
        ))}
    </ul>
  );
}
