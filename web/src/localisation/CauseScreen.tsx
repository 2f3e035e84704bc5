import type { Cause } from '@fieldmarshal/contract/localisation/cause';
import { Link, useParams } from '@tanstack/react-router';
import { RequestError } from '../app/http.ts';
import { useTitle } from '../app/page-title.ts';
import { useRun } from '../checks/checks-api.ts';
import { Waterfall } from '../checks/Waterfall.tsx';
import '../checks/checks.css';
import { sentenceOf } from '../incidents/incident-api.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { useIncidentCause, useRunSpans } from './cause-api.ts';
import { CauseAnswerRow } from './CausePanel.tsx';
import { CauseDetail } from './CauseDetail.tsx';
import './cause.css';

/** Which product, why, why not the others? Everything the verdict rests on. */
export function CauseScreen() {
  const { id = '' } = useParams({ strict: false });
  const cause = useIncidentCause(id);
  useTitle(`Cause of ${id}`);
  if (cause.isPending) return <Loading what="the cause" />;
  if (cause.isError)
    return (
      <div className="screen">
        <ErrorNote
          onRetry={() => void cause.refetch()}
          requestId={cause.error instanceof RequestError ? cause.error.requestId : undefined}
        >
          {sentenceOf(cause.error)}
        </ErrorNote>
      </div>
    );
  return <CausePage id={id} cause={cause.data} />;
}

function CausePage({ id, cause }: { id: string; cause: Cause }) {
  return (
    <div className="screen ui-stack">
      <p>
        <Link to="/incidents/$id" params={{ id }}>
          {id}
        </Link>
      </p>
      <h1>Likely cause</h1>
      <CauseDetail cause={cause} incidentId={id} />
      <section aria-label="What people say" className="ui-card ui-stack">
        <h2>What people say</h2>
        <CauseAnswerRow cause={cause} id={id} />
      </section>
      {cause.runs[0] === undefined ? null : <FailingRun run={cause.runs[0].run} />}
      <p className="ui-quiet ui-small">
        Verdict {cause.version}
        {cause.at === null ? '' : ', made '}
        {cause.at === null ? null : <Time at={cause.at} show="full" />}{' '}
        {cause.version === 0 ? null : (
          <Link to="/incidents/$id/replay" params={{ id }}>
            All verdicts
          </Link>
        )}{' '}
        <Link to="/causes">How often verdicts were right</Link>
      </p>
    </div>
  );
}

function FailingRun({ run }: { run: string }) {
  const detail = useRun(run);
  const spans = useRunSpans(run);
  if (detail.data?.report == null) return null;
  return (
    <>
      <p>
        The failing run:{' '}
        <Link to="/runs/$id" params={{ id: run }}>
          {detail.data.check} in {detail.data.environment}
        </Link>
      </p>
      <Waterfall report={detail.data.report} spans={spans.data} />
    </>
  );
}
