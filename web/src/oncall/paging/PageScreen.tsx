import type { PageDetail } from '@fieldmarshal/contract/oncall/contract';
import { Link, useParams } from '@tanstack/react-router';
import { SeverityTag } from '../../app/SeverityTag.tsx';
import { useTitle } from '../../app/page-title.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Time } from '../../ui/Time.tsx';
import { PageAnswers } from './PageAnswers.tsx';
import { usePage } from './policy-api.ts';
import { saidAfterTries } from './said-later.ts';
import '../oncall-timeline.css';

/** One page: every attempt and why, what became of it, and what comes next. */
export function PageScreen() {
  const { id = '' } = useParams({ strict: false });
  const page = usePage(id);
  useTitle(page.data === undefined ? id : `Page to ${page.data.displayName}`);
  if (page.isPending) return <Loading what="the page" />;
  if (page.isError)
    return (
      <div className="screen">
        <ErrorNote onRetry={() => void page.refetch()}>{sentenceOf(page.error)}</ErrorNote>
      </div>
    );
  const { data } = page;
  return (
    <div className="screen ui-stack">
      <h1>Page to {data.displayName}</h1>
      <div className="ui-row">
        <SeverityTag severity={data.severity} />
        <Link to="/incidents/$id" params={{ id: data.incidentId }}>
          {data.incidentId} {data.title}
        </Link>
      </div>
      <p>
        {data.reason}{' '}
        <span className="ui-quiet">
          Opened <Time at={data.openedAt} show="full" />
        </span>
      </p>
      {data.shadow === null ? null : <Beside page={data} of={data.shadow} />}
      <Standing page={data} />
      <PageAnswers page={data} />
      <section className="ui-stack" aria-label="Attempts">
        <h2>Attempts</h2>
        {data.rings.length === 0 ? <Empty>No attempt was made.</Empty> : null}
        <ol className="oncall-walk">
          {data.rings.map((ring) => (
            <Attempt
              key={`${ring.escalationId} ${ring.ring} ${ring.channel} ${ring.destination}`}
              ring={ring}
            />
          ))}
        </ol>
      </section>
    </div>
  );
}

/** A shadow is paged beside somebody, and decides nothing. */
function Beside({ page, of }: { page: PageDetail; of: NonNullable<PageDetail['shadow']> }) {
  return (
    <p>
      <b>
        {page.displayName} shadows {of.displayName}
      </b>
      : paged beside, never instead. The answer stops no paging.
      {of.leads ? ' Once both have answered, the trainee leads.' : ''}
    </p>
  );
}

function Standing({ page }: { page: PageDetail }) {
  const { state, endedWhy, endedAt, nextStepAt, nextPeople, shadow } = page;
  if (state !== 'open')
    return (
      <p>
        <b>{shadow !== null && state === 'acknowledged' ? 'Follows' : stateWords[state]}</b>{' '}
        <Time at={endedAt} />. {endedWhy}
      </p>
    );
  if (nextStepAt === null) return <p>Waits for an answer. Nobody else is paged after this.</p>;
  return (
    <p>
      Waits for an answer. Next, <Time at={nextStepAt} show="countdown" />:{' '}
      {nextPeople.length === 0
        ? 'nobody is left to page.'
        : `${nextPeople.join(', ')} ${nextPeople.length === 1 ? 'is' : 'are'} paged.`}
    </p>
  );
}

const stateWords = { acknowledged: 'Acknowledged', declined: 'Declined', closed: 'Closed' } as const;
const outcomeWords = {
  sent: 'sent',
  delivered: 'delivered',
  failed: 'failed',
  retrying: 'failed for now, tried again',
  unknown: 'unknown, sent again under the same id',
} as const;

type Ring = PageDetail['rings'][number];

function Attempt({ ring }: { ring: Ring }) {
  const saidLater = saidAfterTries(ring);
  return (
    <li>
      <span className="oncall-minute">
        <Time at={ring.madeAt} show="clock" focusable={false} />
      </span>
      <div>
        <p>
          <b>{ring.channel}</b> <span className="oncall-url">{ring.destination}</span>:{' '}
          {ring.outcome === null ? 'not sent yet' : outcomeWords[ring.outcome]}{' '}
          <span className="ui-quiet">
            {ring.why}, {ringText(ring.ring)}
          </span>
        </p>
        {ring.tries.map((each) => (
          <p key={each.attempt} className="ui-quiet">
            Try {each.attempt}, <Time at={each.startedAt} show="clock" focusable={false} />:{' '}
            {each.outcome ?? 'under way'}
            {each.detail === '' ? '' : `. ${each.detail}`}
          </p>
        ))}
        {saidLater === null ? null : <p>{saidLater}</p>}
      </div>
    </li>
  );
}

/** `r0s1` is the second step of the first walk; `w1` before it: paging had begun anew; `b` behind it: beside somebody. */
function ringText(ring: string): string {
  const found = /^(?:w(\d+))?r(?:f|(\d+)s(\d+))b?$/.exec(ring);
  if (!found) return ring;
  const [, walk, round, step] = found;
  const place = step === undefined ? 'fallback' : `step ${Number(step) + 1}`;
  const again = Number(round ?? 0) > 0 ? `, round ${Number(round) + 1}` : '';
  return `${place}${again}${walk === undefined ? '' : ', after paging began anew'}`;
}
