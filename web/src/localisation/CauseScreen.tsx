import type { Cause } from '@fieldmarshal/contract/localisation/cause';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { RequestError } from '../app/http.ts';
import { useTitle } from '../app/page-title.ts';
import { useNames } from '../catalog/object-api.ts';
import { useRun } from '../checks/checks-api.ts';
import { Waterfall } from '../checks/Waterfall.tsx';
import { sentenceOf } from '../incidents/incident-api.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { useGroupCause, useIncidentCause, useRunSpans } from './cause-api.ts';
import { CauseAnswerRow } from './CausePanel.tsx';
import { CauseDetail } from './CauseDetail.tsx';
import { GroupAct } from './GroupAct.tsx';
import { GroupAnswer } from './GroupAnswer.tsx';
import '../checks/checks.css';
import './cause.css';

/** Which product, why, why not the others? Everything the verdict rests on. */
export function CauseScreen() {
  const { id = '' } = useParams({ strict: false });
  const cause = useIncidentCause(id);
  useTitle(`Cause of ${id}`);
  return (
    <CausePage
      asked={cause}
      above={
        <Link to="/incidents/$id" params={{ id }}>
          {id}
        </Link>
      }
      replay={
        <Link to="/incidents/$id/replay" params={{ id }}>
          All verdicts
        </Link>
      }
    />
  );
}

/** The same of checks that fail together, whether or not an incident deals with them. */
export function GroupCauseScreen() {
  const { id = '' } = useParams({ strict: false });
  const cause = useGroupCause(id);
  useTitle('Cause of failing checks');
  return (
    <CausePage
      asked={cause}
      above={<Link to="/checks">Checks</Link>}
      replay={
        <Link to="/causes/failing/$id/replay" params={{ id }}>
          All verdicts
        </Link>
      }
    />
  );
}

interface CausePageProps {
  asked: UseQueryResult<Cause>;
  above: ReactNode;
  replay: ReactNode;
}

function CausePage({ asked, above, replay }: CausePageProps) {
  if (asked.isPending) return <Loading what="the cause" />;
  if (asked.isError)
    return (
      <div className="screen">
        <ErrorNote
          onRetry={() => void asked.refetch()}
          requestId={asked.error instanceof RequestError ? asked.error.requestId : undefined}
        >
          {sentenceOf(asked.error)}
        </ErrorNote>
      </div>
    );
  const cause = asked.data;
  return (
    <div className="screen ui-stack">
      <p>{above}</p>
      <h1>Likely cause</h1>
      {cause.kind === 'failing' ? <GroupChecks cause={cause} /> : null}
      {cause.kind === 'failing' ? <GroupAct cause={cause} /> : null}
      <CauseDetail cause={cause} {...(cause.kind === 'incident' ? { incidentId: cause.id } : {})} />
      <section aria-label="What people say" className="ui-card ui-stack">
        <h2>What people say</h2>
        {cause.kind === 'failing' ? <GroupAnswer cause={cause} /> : <CauseAnswerRow cause={cause} />}
      </section>
      {cause.runs[0] === undefined ? null : <FailingRun run={cause.runs[0].run} />}
      <p className="ui-quiet ui-small">
        Verdict {cause.version}
        {cause.at === null ? '' : ', made '}
        {cause.at === null ? null : <Time at={cause.at} show="full" />} {cause.version === 0 ? null : replay}{' '}
        <Link to="/causes">How often verdicts were right</Link>
      </p>
    </div>
  );
}

function GroupChecks({ cause: { checks, environment, since } }: { cause: Cause }) {
  const nameOf = useNames('Check');
  const environmentOf = useNames('Environment');
  return (
    <p>
      Failing together in {environmentOf(environment ?? '')} since <Time at={since} show="full" />:{' '}
      {checks.map((name, index) => (
        <span key={name}>
          {index === 0 ? '' : ', '}
          <Link to="/checks/$name" params={{ name }}>
            {nameOf(name)}
          </Link>
        </span>
      ))}
    </p>
  );
}

function FailingRun({ run }: { run: string }) {
  const nameOf = useNames('Check');
  const environmentOf = useNames('Environment');
  const detail = useRun(run);
  const spans = useRunSpans(run);
  if (detail.data?.report == null) return null;
  return (
    <>
      <p>
        The failing run:{' '}
        <Link to="/runs/$id" params={{ id: run }}>
          {nameOf(detail.data.check)} in {environmentOf(detail.data.environment)}
        </Link>
      </p>
      <Waterfall report={detail.data.report} spans={spans.data} />
    </>
  );
}
