import type { RunDetail } from '@fieldmarshal/contract/checks/view';
import { Link, useParams } from '@tanstack/react-router';
import { useTitle } from '../app/page-title.ts';
import { useNames } from '../catalog/object-api.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { useRunSpans } from '../localisation/cause-api.ts';
import { RunCause } from '../localisation/RunCause.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { Artefacts } from './Artefacts.tsx';
import { faultText, msText, verdictHealth, verdictText } from './check-words.tsx';
import { useCheck, useRun } from './checks-api.ts';
import { failedStepOf } from './failed-step.ts';
import { Waterfall } from './Waterfall.tsx';
import './checks.css';

/** What failed first, whose fault is it, and where else does it happen? */
export function RunScreen() {
  const { id = '' } = useParams({ strict: false });
  const run = useRun(id);
  useTitle(run.data === undefined ? 'Run' : `${run.data.check} in ${run.data.environment}`);
  if (run.isPending) return <Loading what="the run" />;
  if (run.isError)
    return (
      <div className="screen">
        <ErrorNote onRetry={() => void run.refetch()}>{sentenceOf(run.error)}</ErrorNote>
      </div>
    );
  return <RunPage run={run.data} />;
}

const stateWords: Readonly<Record<RunDetail['state'], string>> = {
  waiting: 'It waits for a runner.',
  running: 'It is running.',
  ended: '',
  lost: 'Its runner went silent before it said how the run ended.',
  expired: 'No runner took it in time.',
  cancelled: 'It was given up.',
};

function RunPage({ run }: { run: RunDetail }) {
  const spans = useRunSpans(run.id);
  const { report, fault } = run;
  const check = useCheck(run.check);
  const environmentOf = useNames('Environment');
  return (
    <div className="screen ui-stack">
      <p className="ui-quiet">
        <Link to="/checks">Checks</Link> <span className="ui-mono">{run.id}</span>
      </p>
      <h1>
        {check.data?.displayName ?? run.check} in {environmentOf(run.environment)}
      </h1>
      <div className="ui-row">
        {run.state === 'ended' ? (
          <HealthGlyph
            health={verdictHealth(run.verdict, fault?.class ?? null)}
            label={verdictText(run.verdict, fault?.class ?? null)}
          />
        ) : (
          <HealthGlyph
            health={run.state === 'running' ? 'running' : 'nodata'}
            label={stateWords[run.state]}
          />
        )}
        <span className="ui-quiet">
          {run.startedAt === null ? 'due' : 'began'} <Time at={run.startedAt ?? run.dueAt} show="full" />,{' '}
          {msText(run.durationMs)}, at {run.place === '' ? 'any place' : run.place}
          {run.runner === null ? '' : ` by ${run.runner}`}
        </span>
        <Link to="/checks/$name" params={{ name: run.check }}>
          The check and its record
        </Link>
      </div>
      <Neighbours run={run} />
      {run.againOf === null ? null : (
        <p className="ui-quiet">
          It was made at once because{' '}
          <Link to="/runs/$id" params={{ id: run.againOf }}>
            the run before
          </Link>{' '}
          turned the test failing.
        </p>
      )}
      <Failure run={run} />
      {run.verdict === 'failed' && fault?.class === 'product' ? <RunCause run={run.id} /> : null}
      {run.imminent === null ? null : <p className="ui-card">{run.imminent.what}</p>}
      {report === null ? null : <Waterfall report={report} spans={spans.data} />}
      <Artefacts artefacts={run.artefacts} />
      <RunAgain run={run} />
      {report === null ? null : <Console report={report} />}
      <Elsewhere run={run} />
    </div>
  );
}

function Failure({ run: { fault, report, error, previousPassed } }: { run: RunDetail }) {
  if (fault === null) return null;
  const step = report === null ? null : failedStepOf(report);
  return (
    <section aria-label="What failed" className="ui-card ui-stack">
      <p>
        Fault of {faultText(fault.class)}: {fault.why}
      </p>
      {step === null ? null : (
        <p>
          First failing step{step.place === null ? '' : ` ${step.place.number} of ${step.place.of}`}:{' '}
          <strong>{step.title}</strong>
          {step.products.length === 0 ? '' : ` (${step.products.join(', ')})`}
          {step.inside === null ? null : <span className="ui-quiet">, in it: {step.inside}</span>}
        </p>
      )}
      {error === null ? null : <pre className="checks-error">{report?.error?.message ?? error}</pre>}
      {report?.error?.location == null ? null : <p className="ui-mono ui-small">{report.error.location}</p>}
      {report === null || report.tries.length < 2 ? null : (
        <p className="ui-quiet">
          {report.tries.length} tries: {report.tries.map(({ verdict }) => verdict).join(', ')}
        </p>
      )}
      {previousPassed === null ? null : (
        <p className="ui-quiet">
          Last passed{' '}
          <Link to="/runs/$id" params={{ id: previousPassed.run }}>
            <Time at={previousPassed.startedAt} focusable={false} />
          </Link>
        </p>
      )}
    </section>
  );
}

function Neighbours({ run: { previous, next } }: { run: RunDetail }) {
  if (previous === null && next === null) return null;
  return (
    <nav aria-label="Runs before and after" className="ui-row">
      {previous === null ? null : <Neighbour what="Run before" run={previous} />}
      {next === null ? null : <Neighbour what="Run after" run={next} />}
    </nav>
  );
}

function Neighbour({ what, run }: { what: string; run: NonNullable<RunDetail['next']> }) {
  return (
    <Link to="/runs/$id" params={{ id: run.run }}>
      {what}: <Time at={run.startedAt} focusable={false} />
      {run.verdict === null ? ', running' : `, ${run.verdict}`}
    </Link>
  );
}

/**
 * A test that turns failing is run again at once, with a film strip of every moment: whether it still fails is what people ask first.
 * What that run saw stands here where this one has no film, named as what it is.
 */
function RunAgain({ run: { again, artefacts } }: { run: RunDetail }) {
  if (again === null) return null;
  const hasFilm = artefacts.some(({ kind }) => kind === 'video');
  const film = hasFilm ? [] : again.artefacts.filter(({ kind }) => kind === 'video' || kind === 'trace');
  return (
    <section aria-label="Run again at once" className="ui-card ui-stack">
      <h2>Run again at once</h2>
      <p>
        The test turned failing with this run. It was{' '}
        <Link to="/runs/$id" params={{ id: again.run }}>
          run again at once
        </Link>
        {again.verdict === null ? ', and that run is under way.' : ` and ${againWords[again.verdict]}.`}
      </p>
      {film.length === 0 ? null : <Artefacts label="Artefacts of the run again" artefacts={film} />}
    </section>
  );
}

const againWords = {
  failed: 'failed, too',
  passed: 'passed: what failed here was over, or comes and goes',
  flaky: 'passed in a second try',
} as const;

function Console({ report }: { report: NonNullable<RunDetail['report']> }) {
  if (report.console.length === 0) return null;
  return (
    <section aria-label="Console" className="ui-stack">
      <h2>Console</h2>
      <ul className="checks-list">
        {report.console.map((entry) => (
          <li key={`${entry.atMs} ${entry.text}`}>
            <span className="ui-quiet ui-mono">{msText(entry.atMs)}</span> {entry.level}: {entry.text}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Elsewhere({ run }: { run: RunDetail }) {
  const environmentOf = useNames('Environment');
  if (run.verdict !== 'failed') return null;
  return (
    <section aria-label="Same error elsewhere" className="ui-stack">
      <h2>Same error elsewhere</h2>
      {run.sameError.length === 0 ? (
        <p className="ui-quiet">No other check or environment failed with this error within an hour.</p>
      ) : (
        <ul className="checks-list">
          {run.sameError.map((other) => (
            <li key={other.run}>
              <Link to="/runs/$id" params={{ id: other.run }}>
                {other.check} in {environmentOf(other.environment)}
              </Link>{' '}
              <Time at={other.startedAt} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
