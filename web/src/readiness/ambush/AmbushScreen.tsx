import type { Ambush, AmbushReport } from '@fieldmarshal/contract/readiness';
import { Link } from '@tanstack/react-router';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useTitle } from '../../app/page-title.ts';
import { useNames } from '../../catalog/object-api.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { secondsText, stateWords, useAmbushes } from './ambush-api.ts';
import { RunbookList } from './RunbookList.tsx';
import '../readiness.css';

/** How fast are people really, and do runbooks open? */
export function AmbushScreen() {
  const report = useAmbushes();
  useTitle('Test pages and runbooks');
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>Test pages and runbooks</h1>
        <span className="screen-gap" />
        <Link to="/me">Whether I may be tested</Link>
        <Link to="/readiness">Readiness</Link>
      </div>
      {report.isPending ? <Loading what="test pages" /> : null}
      <FailureNote error={report.error} />
      {report.data === undefined ? null : <Report report={report.data} />}
    </div>
  );
}

function Report({ report: { plans, tests, heldBy, runbooks } }: { report: AmbushReport }) {
  return (
    <>
      {heldBy === null ? null : <p role="status">{heldBy}</p>}
      <h2>Who is tested</h2>
      <Table
        label="Plans of test pages"
        columns={planColumns}
        rows={plans}
        rowKey={({ name }) => name}
        empty={
          <Empty>
            Nobody is tested. A file of kind Ambush names the schedules whose people are paged for practice,
            once they agreed to it.
          </Empty>
        }
      />
      <h2>Test pages of the last 90 days</h2>
      <p className="ui-quiet">
        Everybody sees their own; who leads the reliability team sees all. A missed one counts as long as it
        was waited for.
      </p>
      <Table
        label="Test pages"
        columns={testColumns}
        rows={tests}
        rowKey={({ id }) => id}
        empty={<Empty>None that you may see.</Empty>}
      />
      <h2>Runbooks</h2>
      <RunbookList runbooks={runbooks} />
    </>
  );
}

type Plan = AmbushReport['plans'][number];

const planColumns: Column<Plan>[] = [
  {
    id: 'plan',
    header: 'Plan',
    rowHeader: true,
    width: '12rem',
    cell: ({ name, displayName }) => (
      <Link to="/catalog/$kind/$name" params={{ kind: 'Ambush', name }}>
        {displayName}
      </Link>
    ),
  },
  { id: 'schedules', header: 'Schedules', wideOnly: true, cell: (plan) => <Schedules plan={plan} /> },
  {
    id: 'how',
    header: 'How often',
    width: '11rem',
    wideOnly: true,
    cell: ({ everyDays, paused }) => (paused ? 'paused' : `about every ${everyDays} days`),
  },
  {
    id: 'agreed',
    header: 'Agreed',
    width: '6rem',
    cell: ({ people, agreed }) => `${agreed} of ${people}`,
  },
  {
    id: 'answered',
    header: 'Answered',
    width: '7rem',
    cell: ({ tested, answered }) => (tested === 0 ? '–' : `${answered} of ${tested}`),
  },
  {
    id: 'median',
    header: 'Median',
    width: '7rem',
    wideOnly: true,
    cell: ({ medianSeconds }) => secondsText(medianSeconds),
  },
  {
    id: 'p90',
    header: '9 in 10 within',
    width: '8rem',
    cell: ({ p90Seconds, tested }) =>
      p90Seconds === null && tested > 0 ? 'too few' : secondsText(p90Seconds),
  },
];

function Schedules({ plan }: { plan: Plan }) {
  const nameOf = useNames('Schedule');
  return plan.schedules.map((name) => nameOf(name)).join(', ');
}

const testColumns: Column<Ambush>[] = [
  { id: 'person', header: 'Who', rowHeader: true, width: '11rem', cell: ({ personName }) => personName },
  {
    id: 'asked',
    header: 'When',
    width: '8rem',
    cell: ({ askedAt }) => <Time at={askedAt} focusable={false} />,
  },
  {
    id: 'state',
    header: 'What came of it',
    cell: ({ state, answerSeconds, why }) =>
      `${stateWords[state]}${answerSeconds === null ? '' : ` after ${secondsText(answerSeconds)}`}${why === null ? '' : `. ${why}`}`,
  },
];
