import type { Cell, CheckDetail } from '@fieldmarshal/contract/checks/view';
import { Link, useParams } from '@tanstack/react-router';
import { useTitle } from '../app/page-title.ts';
import { useNames } from '../catalog/object-api.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { useClock } from '../ui/clock.ts';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { everyText, CheckStateMark } from './check-words.tsx';
import { CheckRecordView } from './CheckRecordView.tsx';
import { useCheck, useRunNow } from './checks-api.ts';
import { CourtView } from './court/CourtView.tsx';
import { NextMaintenance } from './maintenance/NextMaintenance.tsx';
import { RunHistory } from './RunHistory.tsx';
import { StandingActions } from './StandingActions.tsx';
import './checks.css';

/** How does this check stand, and what is it worth? */
export function CheckScreen() {
  const { name = '' } = useParams({ strict: false });
  const check = useCheck(name);
  useTitle(check.data?.displayName ?? name);
  if (check.isPending) return <Loading what="the check" />;
  if (check.isError)
    return (
      <div className="screen">
        <ErrorNote onRetry={() => void check.refetch()}>{sentenceOf(check.error)}</ErrorNote>
      </div>
    );
  return <CheckPage check={check.data} />;
}

function CheckPage({ check }: { check: CheckDetail }) {
  const { name, displayName, type, owner, products, workflow, everySeconds } = check;
  return (
    <div className="screen ui-stack">
      <p className="ui-quiet">
        <Link to="/checks">Checks</Link> <span className="ui-mono">{name}</span>
      </p>
      <h1>{displayName}</h1>
      <p className="ui-quiet">
        {type === 'e2e' ? 'End-to-end test' : `Monitor (${type})`}, {everyText(everySeconds)}
        {owner === null ? '' : `, kept by ${owner}`}
        {products.length === 0 ? '' : `, looks at ${products.join(', ')}`}
        {workflow === null ? '' : `, workflow ${workflow}`}
      </p>
      <section aria-label="How it stands" className="ui-stack">
        <h2>How it stands</h2>
        {check.cells.length === 0 ? <Empty>It runs in no environment.</Empty> : null}
        {check.cells.map((cell) => (
          <Standing key={cell.environment} cell={cell} check={check} />
        ))}
      </section>
      <CourtView name={name} />
      <CheckRecordView record={check.record} />
      <section aria-label="Definition" className="ui-stack">
        <h2>Definition</h2>
        <p className="ui-row">
          {type === 'e2e' ? null : (
            <Link to="/checks/$name/edit" params={{ name }}>
              Edit the monitor
            </Link>
          )}
          <Link to="/catalog/$kind/$name" params={{ kind: 'Check', name }}>
            In the catalog
          </Link>
        </p>
        <CodeBlock title={`Check ${name}`} code={JSON.stringify(check.spec, null, 2)} />
      </section>
    </div>
  );
}

function Standing({ cell, check }: { cell: Cell; check: CheckDetail }) {
  const runNow = useRunNow(check.name);
  const environmentOf = useNames('Environment');
  const history = check.history.find(({ environment }) => environment === cell.environment);
  return (
    <article className="ui-card ui-stack" aria-label={environmentOf(cell.environment)}>
      <div className="ui-row">
        <h3>{environmentOf(cell.environment)}</h3>
        <CheckStateMark state={cell.state} />
        <span className="ui-quiet">
          since <Time at={cell.since} show="age" />
        </span>
        {cell.incidentId === null ? null : (
          <Link to="/incidents/$id" params={{ id: cell.incidentId }}>
            {cell.incidentId}
          </Link>
        )}
        <span className="screen-gap" />
        <StandingActions cell={cell} check={check} />
        <Button
          busy={runNow.isPending}
          {...(cell.state === 'paused' ? { disabledReason: 'It is paused here.' } : {})}
          onClick={() => runNow.mutate(cell.environment)}
        >
          Run now
        </Button>
      </div>
      <NextMaintenance check={check} environment={cell.environment} />
      {cell.reason === null ? null : <p>{cell.reason}</p>}
      {cell.run === null || cell.reason === null ? null : (
        <p>
          <Link to="/runs/$id" params={{ id: cell.run }}>
            The run that shows it
          </Link>
        </p>
      )}
      <p className="ui-quiet">
        last run <Age at={cell.lastRunAt} />, last passed <Age at={cell.lastPassedAt} />,{' '}
        <Due at={cell.nextRunAt} />
      </p>
      {history === undefined ? null : <RunHistory runs={history.runs} />}
    </article>
  );
}

/** A few seconds are what taking it needs; after that its runner has too much to do, or is away. */
const overdueMs = 10_000;

function Due({ at }: { at: string | null }) {
  const isOver = useClock((now) => at !== null && Date.parse(at) < now - overdueMs);
  return (
    <>
      {isOver ? 'due since' : 'next due'} <Age at={at} />
    </>
  );
}

function Age({ at }: { at: string | null }) {
  return at === null ? <span>–</span> : <Time at={at} show="clock" />;
}
